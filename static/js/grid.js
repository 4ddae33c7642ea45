/* The grid of documents by keyboard, as in a spreadsheet, and the editor beside it.
   Everything here is an addition: without it cells and rows lead to pages with forms. */
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const grid = () => $("#grid");
  const table = () => $("#grid-table");
  const panel = () => $("#grid-panel");
  const stopOf = (cell) => cell && $("a[id]", cell);
  const cellOf = (element) => element && element.closest && element.closest("#grid-table :is(td, th)");
  const mayEdit = () => grid() && "edit" in grid().dataset;
  let at = [1, 1]; // row and column of the table where the focus is or was, headings counted
  let from = null; // the other corner of the marked block
  let wanted = ""; // what takes the focus once the next rows are there: "first", "last" or "check"
  let jumped = 0; // when `n` led on: what was typed too quickly after it starts no value
  let scrolled = [0, 0];
  let mine = false; // whether what had the focus last was in the grid: only then the grid takes it again
  let line = Promise.resolve(); // of the changes that wait for their turn
  let later = 0; // the timer by which the editor follows the focus

  /* ---- Where the focus is ---- */

  const place = (cell) => [cell.parentElement.rowIndex, cell.cellIndex];
  const cellAt = (y, x) => table() && table().rows[y] && table().rows[y].cells[x];
  const isValue = (cell) => cell && cell.localName === "td";

  function rove(stop) {
    for (const one of all("a[id]", table())) one.tabIndex = -1;
    if (stop) stop.tabIndex = 0;
  }

  function prepare() {
    if (!table()) return;
    table().setAttribute("role", "grid");
    table().setAttribute("aria-multiselectable", "true");
    const hash = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const known = [document.activeElement, hash, stopOf(cellAt(...at)), stopOf(cellAt(1, 1)), stopOf(cellAt(0, 0))];
    rove(known.find((one) => one && table().contains(one)));
    select();
  }

  function go(y, x, keep) {
    const stop = stopOf(cellAt(y, x));
    if (!stop) return false;
    if (!keep) from = null;
    stop.focus({ preventScroll: true });
    stop.parentElement.scrollIntoView({ block: "nearest", inline: "nearest" });
    return true;
  }

  /* ---- The marked block ---- */

  function block() {
    const [y, x] = at;
    const [v, u] = from || at;
    const cells = [];
    for (let row = Math.min(y, v); row <= Math.max(y, v); row++) {
      cells.push([]);
      for (let column = Math.min(x, u); column <= Math.max(x, u); column++) {
        const cell = cellAt(row, column);
        if (isValue(cell)) cells[cells.length - 1].push(cell);
      }
    }
    return cells.filter((line) => line.length);
  }

  function select() {
    for (const cell of all("td.is-selected", table())) { cell.classList.remove("is-selected"); cell.removeAttribute("aria-selected"); }
    const bar = $("#grid-selection");
    const cells = from ? block().flat() : [];
    for (const cell of cells) { cell.classList.add("is-selected"); cell.setAttribute("aria-selected", "true"); }
    if (!bar) return;
    bar.hidden = cells.length < 2;
    $("#grid-selected").textContent = cells.length;
  }

  /* What the server is told of the block: its rows and those below it, its first column, and its size. */
  function range() {
    const cells = block();
    const first = cells[0] && cells[0][0];
    if (!first) return null;
    const row = [...table().rows].slice(first.parentElement.rowIndex).map((one) => one.id.slice(1));
    return { row, field: cellAt(0, first.cellIndex).dataset.field, rows: cells.length, columns: cells[0].length };
  }

  function send(path, values) {
    clearTimeout(later); // the row that the editor would follow to may be gone by then
    queue(() => window.htmx.ajax("POST", `${grid().dataset.url}${path}${grid().dataset.query}`,
      { source: grid(), target: "#grid", swap: "outerHTML", values }));
  }

  /* Changes reach the server in the order in which they were made, and none while another is on its way. */
  function queue(work) {
    line = line.then(work).catch(() => {});
  }

  function reload() {
    const { url, query } = grid().dataset;
    window.htmx.ajax("GET", `${url}${query}${query ? "&" : "?"}known=`, { source: grid(), target: "#grid", swap: "outerHTML" });
  }

  const acts = {
    confirm: () => { const cells = range(); if (cells) send("/confirm", cells); },
    clear: () => { const cells = range(); if (cells) send("/paste", { ...cells, block: "" }); },
    remove: () => { const id = block().map((line) => line[0].parentElement.id.slice(1)); from = null; if (id.length) send("/rows/remove", { id }); },
    undo: () => send("/undo", {}),
  };

  const textOf = (cell) => { const value = $("[data-value]", cell); return value ? value.textContent : ""; };
  const quoted = (text) => /[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

  function copy(event) {
    const cell = cellOf(document.activeElement);
    if (!isValue(cell) || document.activeElement.localName !== "a" || String(getSelection())) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", block().map((line) => line.map((one) => quoted(textOf(one))).join("\t")).join("\n"));
  }

  function paste(event) {
    const cell = cellOf(document.activeElement);
    if (!isValue(cell) || document.activeElement.localName !== "a" || !mayEdit()) return;
    event.preventDefault();
    const text = event.clipboardData.getData("text/plain");
    if (text) send("/paste", { ...range(), block: text });
  }

  /* ---- A value in its cell ---- */

  const editing = () => $(".cell-form input", table() || document);

  function edit(cell, text) {
    if (!isValue(cell) || !mayEdit()) return;
    const link = stopOf(cell);
    const form = $("#grid-input").content.cloneNode(true);
    const input = $("input", form);
    cell.dataset.url = link.href;
    cell.dataset.key = link.id;
    cell.dataset.version = link.dataset.version;
    cell.dataset.was = textOf(cell);
    input.value = text === undefined ? cell.dataset.was : text;
    input.setAttribute("aria-label", cellAt(0, cell.cellIndex).dataset.field);
    cell.kept = link;
    cell.classList.add("is-editing");
    cell.replaceChildren(form);
    input.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (text === undefined) input.select();
  }

  function leave(cell) {
    if (!cell.kept) {
      window.htmx.ajax("GET", `${cell.dataset.url}&inline=1`, { source: cell, target: cell, swap: "outerHTML" });
      return;
    }
    cell.classList.remove("is-editing");
    cell.replaceChildren(cell.kept);
  }

  function save(input) {
    const cell = cellOf(input);
    const text = input.value;
    if (cell.kept && text === cell.dataset.was) { leave(cell); return; }
    const { url, version, key } = cell.dataset;
    const shown = document.createElement("a");
    Object.assign(shown, { id: key, href: url, tabIndex: -1 });
    shown.append(Object.assign(document.createElement("bdi"), { textContent: text }));
    cell.classList.remove("is-editing");
    cell.classList.add("is-busy");
    cell.replaceChildren(shown);
    queue(() => {
      const now = document.getElementById(cell.id) || cell; // an earlier change may have drawn the grid anew
      now.typed = text;
      return window.htmx.ajax("POST", url, { source: now, target: now, swap: "outerHTML", values: { value: text, version, inline: 1, action: "save" } });
    });
  }

  /* Nothing came through: what was typed stands in its field again. */
  function failed(event) {
    const cell = event.detail.elt;
    if (!isValue(cell) || cell.typed === undefined || !cell.isConnected) return;
    cell.classList.remove("is-busy");
    edit(cell, cell.typed);
    cell.dataset.was = ""; // so that sending it again is a change
    cell.kept = undefined;
  }

  function onFieldKey(event, input) {
    const cell = cellOf(input);
    const [y, x] = place(cell);
    const to = { Enter: [event.shiftKey ? y - 1 : y + 1, x], Tab: [y, event.shiftKey ? x - 1 : x + 1] }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      leave(cell);
      go(y, x);
    } else if (to && !event.isComposing) {
      event.preventDefault();
      save(input);
      if (!go(...to)) go(y, x);
    }
  }

  /* ---- The editor beside the grid ---- */

  const covers = () => getComputedStyle(panel()).position === "fixed";

  function open(cell) {
    const link = stopOf(cell);
    if (!isValue(cell) || !link) return;
    panel().dataset.key = link.id;
    window.htmx.ajax("GET", link.href, { source: panel(), target: "#grid-panel", swap: "innerHTML" });
  }

  function mark() {
    for (const cell of all("td.is-open")) cell.classList.remove("is-open");
    const editor = $("#cell-editor");
    const link = editor && document.getElementById(editor.dataset.key);
    if (link) link.parentElement.classList.add("is-open");
  }

  function close() {
    if (!panel() || !panel().childElementCount) return false;
    const link = document.getElementById($("#cell-editor")?.dataset.key || panel().dataset.key);
    panel().replaceChildren();
    mark();
    if (link) link.focus();
    return true;
  }

  function follow(cell) {
    clearTimeout(later);
    if (panel() && panel().childElementCount && !covers()) later = setTimeout(() => open(cell), 200);
  }

  function zoom(button) {
    const picture = $(".cell-editor .page-picture");
    const box = picture && $("rect", picture);
    const large = picture.classList.toggle("is-zoomed");
    button.setAttribute("aria-pressed", String(large));
    if (!large || !box) return;
    const outer = picture.getBoundingClientRect();
    const inner = box.getBoundingClientRect();
    picture.scrollBy(inner.x - outer.x - 24, inner.y + inner.height / 2 - outer.y - outer.height / 2);
  }

  function nextToCheck() {
    jumped = Date.now();
    const waiting = all("td > a[data-check]", table() || document);
    const here = stopOf(cellAt(...at));
    const on = table() && table().contains(document.activeElement) ? here : null;
    const link = waiting.find((one) => on && on !== one && on.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) || waiting[0];
    if (link) {
      go(...place(link.parentElement));
      if (!covers() || panel().childElementCount) open(link.parentElement);
    } else if ($("#grid-next")) {
      wanted = "check";
      window.htmx.ajax("GET", `${grid().dataset.url}?check=1`, { source: grid(), target: "#grid", swap: "outerHTML" });
    }
  }

  /* ---- Keys ---- */

  function turn(rel, to) {
    const link = $(`#grid nav.pagination a[rel=${rel}]`);
    if (!link) return;
    wanted = to;
    window.htmx.ajax("GET", link.getAttribute("hx-get"), { source: grid(), target: "#grid", swap: "outerHTML" });
  }

  function move(event, y, x) {
    const rows = table().rows.length - 1;
    const last = table().rows[0].cells.length - 1;
    const end = document.dir === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: [y, x + end], ArrowLeft: [y, x - end], ArrowDown: [y + 1, x], ArrowUp: [y - 1, x],
      Home: event.ctrlKey ? [1, 0] : [y, 0], End: event.ctrlKey ? [rows, last] : [y, last],
      PageDown: [Math.min(rows, y + 10), x], PageUp: [Math.max(1, y - 10), x],
    }[event.key];
    if (!to) return false;
    event.preventDefault();
    if (event.shiftKey && isValue(cellAt(...to))) {
      from = from || [y, x];
      go(...to, true);
    } else if (!event.shiftKey && !go(...to)) {
      if (event.key === "ArrowDown") turn("next", "first");
    } else if (!event.shiftKey && event.key === "ArrowUp" && to[0] === 0 && $("#grid nav.pagination a[rel=prev]")) {
      turn("prev", "last");
    }
    select();
    return true;
  }

  const keysOff = () => document.documentElement.dataset.keys === "off";

  function onCellKey(event, cell) {
    const [y, x] = place(cell);
    const ctrl = event.ctrlKey || event.metaKey;
    const act = (function_) => { event.preventDefault(); event.stopImmediatePropagation(); function_(); };
    if (event.altKey || move(event, y, x)) return;
    if (ctrl) {
      if (event.key.toLowerCase() === "z" && mayEdit()) act(acts.undo);
      else if (event.key === "Enter" && mayEdit()) act(acts.confirm);
      else if (event.key === "a") act(() => { from = [1, 1]; at = [table().rows.length - 1, table().rows[0].cells.length - 1]; select(); });
    } else if (!isValue(cell)) {
      return;
    } else if (event.key === "Enter" || event.key === "F2") {
      act(() => mayEdit() ? edit(cell) : open(cell));
    } else if (event.key === " ") {
      act(() => open(cell));
    } else if ((event.key === "Delete" || event.key === "Backspace") && mayEdit()) {
      act(acts.clear);
    } else if (event.key === "Escape") {
      if (from) act(() => { from = null; select(); });
    } else if (event.key.length === 1 && event.key !== "?" && event.key !== "/" && mayEdit()) {
      if (Date.now() - jumped > 600) act(() => edit(cell, event.key)); else event.preventDefault();
    }
  }

  function onKey(event) {
    if (!grid() || !(event.target instanceof Element)) return;
    const field = event.target.closest(".cell-form input");
    if (field) { onFieldKey(event, field); return; }
    const cell = event.target.localName === "a" && cellOf(event.target);
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog");
    if (event.key === "n" && !keysOff() && !event.ctrlKey && !event.metaKey && !event.altKey && !typing) {
      event.preventDefault();
      event.stopImmediatePropagation();
      nextToCheck();
    } else if (event.key === "Escape" && !(cell && from) && !$("details.menu[open], dialog[open]")) {
      close();
    } else if (cell) {
      onCellKey(event, cell);
    }
  }

  /* ---- Pointer ---- */

  function onClick(event) {
    const near = (selector) => event.target.closest(selector);
    const cell = cellOf(event.target);
    if (isValue(cell) && near("a") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      if (event.shiftKey) { from = from || at; at = place(cell); select(); return; }
      if (event.detail > 1) { edit(cell); return; }
      go(...place(cell));
      select();
      if (!event.detail || !mayEdit() || panel().childElementCount || matchMedia("(min-width: 64rem)").matches) open(cell);
    } else if (near("[data-close-panel]") && panel()) {
      event.preventDefault();
      close();
    } else if (near("[data-next-to-check]") && grid()) {
      event.preventDefault();
      nextToCheck();
    } else if (near("[data-do]")) {
      acts[near("[data-do]").dataset.do]();
    } else if (near(".cell-editor [data-zoom]")) {
      zoom(near("[data-zoom]"));
    }
  }

  /* ---- What the server answered ---- */

  function settled(event) {
    prepare();
    mark();
    const region = $("#grid .matrix-region");
    const target = event.detail.target || event.detail.elt;
    if (target.id === "grid" && region) region.scrollTo(...scrolled);
    const goal = { first: cellAt(1, at[1]), last: cellAt(table()?.rows.length - 1, at[1]), check: $("td > a[data-check]")?.parentElement }[wanted];
    if (goal) { wanted = ""; go(...place(goal)); }
    else if (target.id === "grid" && mine && document.activeElement === document.body) go(Math.min(at[0], (table()?.rows.length || 1) - 1), at[1]);
    if (target.id === "grid-panel" && covers()) $("#cell-editor h2")?.focus();
    const refused = $("td.is-editing .cell-form [aria-invalid]", table() || document);
    if (refused && (!editing() || editing() === refused) && cellOf(document.activeElement)) refused.focus();
  }

  let told = false;
  function tellSeen() {
    if (told || !grid() || !("unseen" in grid().dataset) || document.hidden) return;
    told = true;
    window.htmx.ajax("POST", `${grid().dataset.url}/seen`, { source: document.body, swap: "none", values: { quiet: 1 } });
  }

  document.addEventListener("keydown", onKey, true);
  document.addEventListener("click", onClick);
  document.addEventListener("copy", copy);
  document.addEventListener("paste", paste);
  const note = (event) => { if (!event.target.closest("#toasts")) mine = Boolean(event.target.closest("#grid")); };
  document.addEventListener("pointerdown", note);
  document.addEventListener("focusin", (event) => {
    note(event);
    const cell = event.target.localName === "a" && cellOf(event.target);
    if (!cell) return;
    at = place(cell);
    rove(event.target);
    if (isValue(cell) && panel().dataset.key !== event.target.id) follow(cell);
  });
  document.addEventListener("focusout", (event) => {
    const input = event.target.closest(".cell-form input");
    if (input && input.isConnected && event.relatedTarget && cellOf(input)?.kept) save(input);
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.elt.id === "grid-poll" && (editing() || from)) event.preventDefault(); // what somebody is doing stays
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const region = $("#grid .matrix-region");
    if (event.detail.target.id === "grid") { scrolled = region && !wanted ? [region.scrollLeft, region.scrollTop] : [0, 0]; told = false; }
  });
  document.addEventListener("htmx:afterSettle", settled);
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("cell-saved", (event) => {
    if (covers()) close();
    document.getElementById(event.detail.key)?.focus();
  });
  document.addEventListener("grid-stale", reload);
  const start = () => { prepare(); if (location.hash) stopOf(cellOf($(`[id="${CSS.escape(location.hash.slice(1))}"]`)))?.focus(); setTimeout(tellSeen, 4000); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
