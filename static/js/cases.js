/* The list of cases says which pages have text in this tab that is not saved yet (kept by notebook.js). */
"use strict";
(() => {
  const noteOf = (key) => { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } };
  const mark = () => {
    for (const row of document.querySelectorAll("[data-draft-of]")) {
      const note = noteOf(row.dataset.draftOf), clashes = note?.resolving || note?.halt === "conflict";
      row.querySelector("[data-unsaved]").hidden = !note || clashes;
      row.querySelector("[data-conflicting]").hidden = !clashes;
    }
  };
  for (const event of ["htmx:afterSettle", "htmx:afterRequest", "visibilitychange"]) document.addEventListener(event, mark);
  addEventListener("pageshow", mark);
})();
