"""The core: frozen dataclasses and plain functions.

This room knows the standard library and itself. It cannot do any IO and it has no clock: `now` is
always a parameter, an aware UTC datetime.
"""
