"""The demonstration: a workspace of its own, beside the content, with dates set from today.

It plays the history of four hearings, one of them with sixty generated answers, through the real use cases. Nothing
else imports this room.
"""
