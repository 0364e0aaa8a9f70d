// Shortcuts at the desk, standard phrases at the caret, and a question before something unsaved is left.
// Every page works without this file: what it does by a key, a button or a link does as well.
//
// A page declares a shortcut by `data-shortcut="x"` on a link, a button or a field. The keys of one letter can be
// switched off in the list of shortcuts (WCAG 2.1.4); that choice, and nothing that is typed, is kept in the browser.
(() => {
  "use strict";

  const KEPT = "samrad-shortcuts";
  const list = document.getElementById("_shortcuts");
  const toggle = document.getElementById("_shortcuts_on");
  const cards = [...document.querySelectorAll("[data-card]")];
  const forms = [...document.querySelectorAll("form[data-save]")];
  let leaving = null; // the form that is being sent

  function remembered() {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch (error) { // a browser that keeps nothing
      return true;
    }
  }

  function remember(on) {
    try {
      if (on) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "off");
    } catch (error) { // then it holds for this page alone
    }
  }

  function writing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  // The card that is worked on: the one with the focus, else the one that is nearest to the top of the window.
  function current() {
    const focused = cards.findIndex((card) => card.contains(document.activeElement));
    if (focused >= 0) return focused;
    const below = cards.findIndex((card) => card.getBoundingClientRect().bottom > 80);
    return below;
  }

  function step(by) {
    const focused = cards.some((card) => card.contains(document.activeElement));
    const next = cards[current() + (focused || by < 0 ? by : 0)];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "start" });
  }

  function save() {
    const form = document.activeElement?.closest?.("form");
    if (form && (form.dataset.save !== undefined || form.method === "post")) form.requestSubmit();
  }

  function use(key) {
    const found = [...document.querySelectorAll("[data-shortcut]")].find((one) => one.dataset.shortcut === key);
    if (!found) return false;
    if (writing(found)) found.focus();
    else found.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      if (!writing(event.target)) return;
      event.preventDefault();
      save();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target) || (toggle && !toggle.checked)) return;
    if (event.key === "?" && list) {
      event.preventDefault();
      list.open = !list.open;
      if (list.open) list.querySelector("summary").focus();
    } else if (cards.length && (event.key === "j" || event.key === "k")) {
      event.preventDefault();
      step(event.key === "j" ? 1 : -1);
    } else if (use(event.key)) {
      event.preventDefault();
    }
  });

  if (list) {
    list.hidden = false;
    toggle.checked = remembered();
    toggle.addEventListener("change", () => remember(toggle.checked));
  }

  // A phrase is put in where the caret is, with the names of body and part in their places.
  function insert(form) {
    const choice = form.querySelector("[data-phrase-choice]");
    const phrase = document.querySelector(`#_phrases [data-phrase="${CSS.escape(choice.value)}"]`);
    const area = form.querySelector("textarea[name=assessment]");
    if (!phrase || !area) return false;
    const places = { "{instans}": form.dataset.instans, "{del}": form.dataset.del };
    const text = phrase.textContent.replace(/\{instans\}|\{del\}/g, (place) => places[place]);
    const touched = area.dataset.touched !== undefined;
    const [start, end] = touched ? [area.selectionStart, area.selectionEnd] : [area.value.length, area.value.length];
    const before = area.value.slice(0, start);
    const gap = !touched && before.trim() ? "\n\n" : before && !/\s$/.test(before) ? " " : "";
    const behind = /^[^\s.,;:!?)]/.test(area.value.slice(end)) ? " " : "";
    area.focus();
    area.setRangeText(gap + text + behind, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.dataset.touched = "";
    const used = form.querySelector("[data-used]");
    used.value = [used.value, choice.value].filter(Boolean).join(",");
    const conclusion = form.querySelector("select[name=conclusion]");
    if (conclusion && !conclusion.value) conclusion.value = phrase.dataset.conclusion;
    choice.value = "";
    return true;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-phrase-insert]");
    if (button && insert(button.form)) event.preventDefault();
  });

  // Where one has been in a text, the caret counts; before that a phrase belongs at its end.
  forms.forEach((form) => form.querySelectorAll("textarea").forEach((area) => {
    area.addEventListener("focus", () => { area.dataset.touched = ""; });
  }));

  function changed(form) {
    return form.dataset.unsaved !== undefined || [...form.elements].some((control) => {
      if (control.tagName === "SELECT" && control.dataset.phraseChoice === undefined) {
        const first = [...control.options].find((option) => option.defaultSelected) || control.options[0];
        return control.value !== first.value;
      }
      return /^(textarea|text)$/.test(control.type) && control.value !== control.defaultValue;
    });
  }

  forms.forEach((form) => form.addEventListener("submit", () => { leaving = form; }));
  window.addEventListener("pageshow", () => { leaving = null; });
  window.addEventListener("beforeunload", (event) => {
    if (forms.some((form) => form !== leaving && changed(form))) event.preventDefault();
  });
})();
