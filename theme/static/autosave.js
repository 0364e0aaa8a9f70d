// Saves the form while somebody writes in it. Without this file the form works all the same: its buttons save.
//
// Nothing that is typed is kept in the browser: several people may share the machine. While something is unsaved,
// the browser asks before it leaves the page instead.
//
// A request whose answer never came may have been stored or not. It is therefore sent again exactly as it was before
// anything newer is sent: the same text twice is one saving, while newer text on an old base would look like two people.
(() => {
  "use strict";

  const IDLE = 2000; // milliseconds after the last key
  const AT_LEAST_EVERY = 15000; // for those who never pause
  const FIRST_PAUSE = 3000; // between attempts; it doubles
  const LONGEST_PAUSE = 60000;
  const TIMEOUT = 20000;
  const KEEPALIVE_LIMIT = 60000; // browsers refuse more than 64 KiB in a request that outlives its page
  const MACHINE = ["csrf_token", "base_revision", "base_fields", "form_language"];

  const form = document.getElementById("_form");
  const line = document.getElementById("_saved");
  const texts = line.dataset;
  const own = (name) => form.querySelector(`input[type="hidden"][name="${name}"]`);

  let stored = texts.unsaved === undefined && !restored() ? typed() : null; // what the server has, null for unknown
  let refused = null; // what the server would not take; it is not sent again unchanged
  let pending = null; // the request whose answer is not known
  let busy = null; // the promise of the request under way
  let stopped = texts.stopped !== undefined; // a colleague has changed the same field: only a person can go on
  let leaving = false; // a button was pressed
  let changedAt = 0;
  let pause = FIRST_PAUSE;
  let timer = 0;

  function parameters() {
    const entries = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !omitted(name));
    return new URLSearchParams(entries);
  }

  // A section's own text, which nobody has touched, is no answer; sent each time it would be most of the request.
  function omitted(name) {
    const control = form.elements[name];
    return control.dataset?.omitUnchanged !== undefined && control.value === control.defaultValue;
  }

  function typed() {
    const found = parameters();
    MACHINE.forEach((name) => found.delete(name));
    return found.toString();
  }

  // Browsers put back what stood in a form when one returns to it; the server may never have had it.
  function restored() {
    return [...form.elements].some((control) =>
      control.type === "radio" || control.type === "checkbox"
        ? control.checked !== control.defaultChecked
        : /^(text|email|textarea)$/.test(control.type) && control.value !== control.defaultValue,
    );
  }

  // A line that is set to what it says already would be read aloud again.
  function tell(text, state) {
    if (line.textContent !== text) line.textContent = text;
    texts.state = state;
  }

  function plan(milliseconds) {
    clearTimeout(timer);
    if (!stopped && !leaving) timer = setTimeout(save, milliseconds);
  }

  function changed() {
    if (typed() === stored && !pending) return;
    changedAt = changedAt || Date.now();
    if (texts.state === "failed" && pending) return; // the next attempt is planned already
    plan(Math.min(IDLE, Math.max(0, changedAt + AT_LEAST_EVERY - Date.now())));
  }

  function save(closing = false) {
    if (!busy && !stopped) {
      clearTimeout(timer);
      busy = attempt(closing === true).finally(() => { busy = null; });
    }
    return busy || Promise.resolve();
  }

  async function attempt(closing) {
    const now = typed();
    if (!pending && (now === stored || now === refused)) return;
    pending = pending || { typed: now, body: parameters() };
    changedAt = 0;
    try {
      let response = await post(closing);
      if (response.status === 400 && (await renewToken())) response = await post(closing);
      await heard(response);
    } catch (error) { // no contact, no answer in time, or an answer cut short
      failed(texts.offline);
    }
  }

  function post(closing) {
    pending.body.set("csrf_token", own("csrf_token").value);
    const body = pending.body.toString();
    return fetch(texts.address, {
      method: "POST",
      body: pending.body,
      headers: { Accept: "application/json" },
      keepalive: closing && body.length < KEEPALIVE_LIMIT,
      signal: AbortSignal.timeout?.(TIMEOUT),
    });
  }

  // A session that was lost and begun anew, by the same link in another tab, has a new token.
  async function renewToken() {
    const response = await fetch(texts.address, { headers: { Accept: "application/json" } });
    if (!response.ok || !isJson(response)) return false;
    own("csrf_token").value = (await response.json()).csrf_token;
    return true;
  }

  function isJson(response) {
    return (response.headers.get("Content-Type") || "").startsWith("application/json");
  }

  async function heard(response) {
    if (isJson(response)) {
      const answer = await response.json();
      if (response.ok) return accepted(answer);
      if (response.status === 422) return declined(answer.text);
      if (response.status === 409) return conflict(answer.text);
    }
    if (response.status === 413) return declined(texts.large);
    return failed([400, 403, 404, 409].includes(response.status) ? texts.lost : texts.trouble);
  }

  function accepted(answer) {
    own("base_revision").value = answer.mark;
    own("base_fields").value = answer.base;
    stored = pending.typed;
    pending = refused = null;
    pause = FIRST_PAUSE;
    tell(answer.text, "saved");
    progress(answer);
    changed();
  }

  // How far the form is. What is written here stands on lines that are there already, so that nothing moves.
  function progress(answer) {
    document.getElementById("_progress").value = answer.answered.length;
    document.getElementById("_progress_text").textContent = answer.progress;
    form.querySelectorAll(".form-contents__done").forEach((mark) => {
      mark.hidden = !answer.answered.includes(mark.dataset.item);
    });
  }

  function declined(text) {
    refused = pending.typed;
    pending = null;
    tell(text, "failed");
    if (typed() !== refused) changed();
  }

  function conflict(text) {
    stopped = true;
    pending = null;
    tell(text, "failed");
  }

  function failed(text) {
    tell(text, "failed");
    plan(pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE);
  }

  function unsaved() {
    return pending !== null || typed() !== stored;
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);

  // A button must not overtake a saving that is under way: what it builds on would be out of date.
  form.addEventListener("submit", (event) => {
    if (!busy && !pending) {
      leaving = true;
      clearTimeout(timer);
      return;
    }
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    const button = event.submitter || undefined;
    (busy || save()).finally(() => {
      pending = null;
      form.requestSubmit(button);
    });
  });

  document.addEventListener("visibilitychange", () => {
    if (!leaving && unsaved()) save(document.visibilityState === "hidden");
  });
  window.addEventListener("pagehide", () => {
    if (!leaving && unsaved()) save(true);
  });
  window.addEventListener("online", () => {
    if (!leaving && unsaved()) save();
  });
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = false;
    if (unsaved()) save(); // the button may have saved it: the same text once more only fetches what to build on
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && unsaved()) event.preventDefault();
  });

  if (stored === null) save();
})();
