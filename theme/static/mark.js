// Makes a point of what is marked in an answer, with the mouse or with the keyboard. Without this file one ticks
// paragraphs, or pastes an excerpt into the same field that is filled in here.
//
// What stands in the text beside the body's own words (numbers of points, boxes to tick) carries data-skip and is left
// out. Where the words stand is told by how many characters that are no white space come before them: line breaks are
// not the same on a page as in what was received.
(() => {
  "use strict";

  const SKIP = "[data-skip]";
  const KEYS = { ArrowLeft: ["backward", "word"], ArrowRight: ["forward", "word"], ArrowUp: ["backward", "line"], ArrowDown: ["forward", "line"] };

  const help = document.querySelector("[data-mark-help]"); // said once, for all the texts of the page

  // The paragraphs stand apart on the page; in the words there is an empty line between them.
  function words(range) {
    const copy = range.cloneContents();
    copy.querySelectorAll(SKIP).forEach((extra) => extra.remove());
    const own = [...copy.querySelectorAll("[data-words]")];
    const found = own.length ? own.map((paragraph) => paragraph.textContent).join("\n\n") : copy.textContent;
    return found.trim();
  }

  function signs(text) {
    return [...text.replace(/\s+/g, "")].length; // whole characters: an emoji is one
  }

  function marked(text) {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0).cloneRange();
    if (!text.contains(range.startContainer)) return null;
    // Three clicks mark a paragraph to the beginning of whatever comes after it.
    if (!text.contains(range.endContainer)) range.setEnd(text, text.childNodes.length);
    const quote = words(range);
    if (!quote) return null;
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEnd(range.startContainer, range.startOffset);
    return { quote, before: signs(words(before)) };
  }

  function prepare(text) {
    const form = text.closest("form");
    const tools = form.querySelector("[data-tools]");
    if (!tools) return; // a reader, or a part that the hearing has no more
    const button = tools.querySelector("[data-make]");
    const line = tools.querySelector("[data-status]");
    tools.hidden = false;
    text.tabIndex = 0;
    if (help) {
      help.hidden = false;
      text.setAttribute("aria-describedby", help.id);
    }

    function told() {
      const found = marked(text);
      button.disabled = !found;
      return found;
    }

    function say() {
      const found = told();
      const sentence = found ? `${line.dataset.marked} «${found.quote}»` : "";
      if (line.textContent !== sentence) line.textContent = sentence;
    }

    // The button takes the focus, and some browsers then forget what was marked: it is noted as the press begins.
    let held = null;
    button.addEventListener("pointerdown", (event) => {
      held = marked(text);
      event.preventDefault();
    });

    function fill() {
      const found = marked(text) || held;
      if (!found) {
        line.textContent = line.dataset.none;
        return false;
      }
      form.elements.quote.value = found.quote;
      form.elements.before.value = found.before;
      return true;
    }

    button.addEventListener("click", (event) => {
      if (!fill()) event.preventDefault();
    });

    form.addEventListener("submit", (event) => {
      if (event.submitter !== button) form.elements.before.value = "";
    });

    // Arrows move by words, with what they move over marked, so that one sees where one is; Shift marks more.
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        if (told()) button.click();
        else line.textContent = line.dataset.none;
        return;
      }
      const way = KEYS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.altKey || event.target !== text) return;
      if (way[1] === "line" && !event.shiftKey) return; // the page scrolls
      const selection = document.getSelection();
      if (!selection.rangeCount || !text.contains(selection.anchorNode)) begin(selection, text);
      else if (!event.shiftKey && way[0] === "forward") selection.collapseToEnd();
      else if (!event.shiftKey) selection.collapseToStart();
      selection.modify("extend", way[0], way[1]);
      keepInside(selection, text);
      event.preventDefault();
    });

    document.addEventListener("selectionchange", told);
    text.addEventListener("pointerup", () => setTimeout(say));
    text.addEventListener("keyup", (event) => {
      if (KEYS[event.key]) say();
    });
  }

  function begin(selection, text) {
    selection.collapse(text.querySelector("[data-words]"), 0);
  }

  // Marking stops where the text does.
  function keepInside(selection, text) {
    if (text.contains(selection.focusNode)) return;
    const behind = text.compareDocumentPosition(selection.focusNode) & Node.DOCUMENT_POSITION_PRECEDING;
    const all = text.querySelectorAll("[data-words]");
    const last = all[all.length - 1];
    if (behind) selection.extend(all[0], 0);
    else selection.extend(last, last.childNodes.length);
  }

  document.querySelectorAll("[data-mark]").forEach(prepare);
})();
