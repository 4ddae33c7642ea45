/* Comparisons: the matrix by keyboard, the editor beside it, and a row for each chosen file.
   Everything here is an addition: without it links lead to whole pages and forms post. */
"use strict";
(() => {
  const grid = () => document.querySelector("table[data-grid]");
  const panel = () => document.getElementById("panel");
  const STOP = "a[id], summary, button";
  let opener = "";
  let back = ""; // id of the menu that an action came from

  /* ---- One tab stop, arrows inside (WAI-ARIA grid pattern) ---- */

  const stopsIn = (part) => [...part.querySelectorAll(STOP)].filter((stop) => !stop.closest(".menu-list"));
  const rowsOf = (table) => [...table.rows]
    .map((row) => [...row.cells].map(stopsIn))
    .filter((cells) => cells.flat().length);

  function rove(table, chosen) {
    for (const stop of stopsIn(table)) stop.tabIndex = -1;
    if (chosen) chosen.tabIndex = 0;
  }

  function prepare() {
    const table = grid();
    if (!table) return;
    table.setAttribute("role", "grid");
    const hash = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const known = [document.activeElement, document.getElementById(opener), hash];
    const stops = stopsIn(table);
    rove(table, known.find((one) => stops.includes(one)) || table.querySelector("td > a[id]"));
  }

  /* The stop that `key` leads to: along the row from stop to stop, between rows to the cell above or below. */
  function target(key, ctrl, rows, stop) {
    const y = rows.findIndex((cells) => cells.flat().includes(stop));
    if (y < 0) return undefined;
    const x = rows[y].findIndex((stops) => stops.includes(stop));
    const row = rows[y].flat();
    const all = rows.flat(2);
    const rtl = document.dir === "rtl" ? -1 : 1;
    const across = (step) => row[row.indexOf(stop) + step];
    const beside = (cells) => cells && (cells[x] || []).concat(cells.slice(x).flat(), cells.slice(0, x).flat().reverse())[0];
    switch (key) {
      case "ArrowRight": return across(rtl);
      case "ArrowLeft": return across(-rtl);
      case "ArrowDown": return beside(rows[y + 1]);
      case "ArrowUp": return beside(rows[y - 1]);
      case "Home": return ctrl ? all[0] : row[0];
      case "End": return ctrl ? all[all.length - 1] : row[row.length - 1];
      default: return undefined;
    }
  }

  function onGridKey(event) {
    const table = grid();
    const stop = event.target.closest(STOP);
    if (!table || !stop || !table.contains(stop) || event.altKey || event.metaKey) return;
    if (stop.closest(".menu-list")) return;
    if (event.key === "F2") { event.preventDefault(); stop.click(); return; }
    const next = target(event.key, event.ctrlKey, rowsOf(table), stop);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /* ---- The editor beside the matrix ---- */

  const covers = () => getComputedStyle(panel()).position === "fixed";

  /* Where the editor covers the page, the page behind it is out of reach. */
  function cover(covered) {
    document.body.classList.toggle("panel-covers", covered);
    for (const part of document.querySelectorAll(".topbar, main > :not(.split), .split > :not(#panel)")) part.inert = covered;
  }

  function open(link) {
    opener = link.id;
    panel().setAttribute("aria-busy", "true");
    window.htmx.ajax("GET", link.href, { source: link, target: "#panel", swap: "innerHTML" });
  }

  function shown() {
    const side = panel();
    side.hidden = false;
    side.removeAttribute("aria-busy");
    cover(covers());
    mark(opener);
    zoom(side, true);
    const fields = ["[autofocus]", "input:checked:not(#choice-text)", "#value", "input:not([type=hidden])", "button", "a"];
    const field = fields.map((one) => side.querySelector(one)).find(Boolean);
    if (field) { field.focus({ preventScroll: covers() }); if (field.select) field.select(); }
    const link = document.getElementById(opener);
    if (link && !covers()) link.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /* The page's picture large enough to read, with the value in view and the label before it; whole again on demand. */
  function zoom(side, large) {
    const picture = side.querySelector(".page-picture");
    const button = side.querySelector("[data-zoom]");
    const box = picture && picture.querySelector("rect");
    if (!button || !box) return;
    button.setAttribute("aria-pressed", String(large));
    picture.classList.toggle("is-zoomed", large);
    if (!large) return;
    const middle = () => {
      const outer = picture.getBoundingClientRect();
      const inner = box.getBoundingClientRect();
      const across = inner.width < outer.width - 32 ? inner.right - outer.right + 16 : inner.left - outer.left - 16;
      picture.scrollBy(across, inner.y + inner.height / 2 - outer.y - outer.height / 2);
    };
    const image = picture.querySelector("img");
    if (image.complete) middle(); else image.addEventListener("load", middle, { once: true });
  }

  function mark(id) {
    for (const cell of document.querySelectorAll("td.is-open")) cell.classList.remove("is-open");
    const link = document.getElementById(id);
    if (link && link.parentElement) link.parentElement.classList.add("is-open");
  }

  function close() {
    const side = panel();
    if (!side || side.hidden) return;
    side.hidden = true;
    side.replaceChildren();
    cover(false);
    mark("");
    const link = document.getElementById(opener);
    if (link) link.focus();
  }

  function nextToCheck() {
    const waiting = [...document.querySelectorAll("td > a[data-check]")];
    if (!waiting.length) return;
    const from = document.activeElement.closest("td > a[id]") || document.getElementById(opener);
    const later = from && waiting.find((link) => from.compareDocumentPosition(link) & Node.DOCUMENT_POSITION_FOLLOWING);
    const link = later || waiting[0];
    link.focus();
    open(link);
  }

  function onClick(event) {
    const link = event.target.closest("table[data-grid] td > a[id]");
    if (link && panel() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    } else if (event.target.closest("details.menu .menu-list a[hx-get]")) {
      const menu = event.target.closest("details.menu");
      menu.open = false;
      opener = menu.querySelector("summary").id;
    } else if (event.target.closest("[data-close-panel]") && panel()) {
      event.preventDefault();
      close();
    } else if (event.target.closest("[data-next-to-check]")) {
      event.preventDefault();
      nextToCheck();
    } else if (event.target.closest("[data-zoom]")) {
      const button = event.target.closest("[data-zoom]");
      zoom(button.closest(".editor"), button.getAttribute("aria-pressed") !== "true");
    } else if (event.target.closest("[data-drop-file]")) {
      dropFile(event.target.closest("[data-drop-file]"));
    }
  }

  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");

  function onKey(event) {
    if (event.key === "Escape") {
      if (!document.querySelector("details.menu[open], dialog[open], :popover-open")) close();
      return;
    }
    const keysOff = document.documentElement.dataset.keys === "off";
    if (event.key === "n" && !keysOff && !event.ctrlKey && !event.metaKey && !event.altKey && grid() && !typing(event.target)) {
      event.preventDefault();
      event.stopImmediatePropagation(); // app.js would move the focus once more
      nextToCheck();
      return;
    }
    onGridKey(event);
  }

  /* A saved cell: back to it, and on a small screen out of the way. */
  function saved(event) {
    prepare();
    opener = event.detail.key;
    if (covers()) close();
    const link = document.getElementById(opener);
    if (link) link.focus();
    mark(opener);
    if (panel().querySelector("[data-zoom]")) zoom(panel(), true);
  }

  /* Words typed beside the choices choose "in words"; another choice puts the words back. */
  function choose(event) {
    const form = event.target.closest("#editor form");
    if (!form) return;
    const words = form.querySelector("#choice-text");
    const field = form.elements.namedItem("value");
    if (event.target === field && words) words.checked = true;
    else if (event.target.name === "choice" && event.target !== words && field) field.value = field.defaultValue;
    else if (event.target === words) field.focus();
  }

  /* ---- A row for each chosen file ---- */

  const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const held = new WeakMap();

  function draw(input) {
    const list = document.getElementById(input.dataset.fileRows);
    const template = document.getElementById(`${input.dataset.fileRows}-row`);
    if (!list || !template) return;
    const chosen = [...list.querySelectorAll("select")].map((select) => select.value);
    const rows = [...input.files].map((file, at) => {
      const row = template.content.cloneNode(true);
      row.querySelector("[data-name]").textContent = file.name;
      row.querySelector("[data-size]").textContent = size(file.size);
      const select = row.querySelector("select");
      if (select) {
        select.value = chosen[at] || "";
        select.setAttribute("aria-label", `${select.getAttribute("aria-label")}: ${file.name}`);
      }
      const remove = row.querySelector("[data-drop-file]");
      remove.dataset.dropFile = String(at);
      remove.setAttribute("aria-label", `${remove.getAttribute("aria-label")}: ${file.name}`);
      return row;
    });
    list.replaceChildren(...rows);
    list.hidden = !rows.length;
  }

  function chosen(event) {
    const input = event.target;
    if (!input.matches("input[type=file][data-file-rows]")) return;
    const all = new DataTransfer();
    const same = (a, b) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
    const files = [...(held.get(input) || [])];
    for (const file of input.files) if (!files.some((one) => same(one, file))) files.push(file);
    for (const file of files) all.items.add(file);
    input.files = all.files;
    held.set(input, files);
    draw(input);
  }

  function dropFile(button) {
    const at = Number(button.dataset.dropFile);
    const list = button.closest("[data-rows-of]");
    const input = document.getElementById(list.dataset.rowsOf);
    const selects = [...list.querySelectorAll("select")];
    if (selects[at]) selects[at].closest("[data-file-row]").remove();
    const files = [...input.files].filter((_, i) => i !== at);
    const all = new DataTransfer();
    for (const file of files) all.items.add(file);
    input.files = all.files;
    held.set(input, files);
    draw(input);
    (list.querySelector("[data-drop-file]") || input).focus();
  }

  function progress(event) {
    const bar = event.target.querySelector && event.target.querySelector("progress[data-upload]");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  }

  document.addEventListener("htmx:afterRequest", () => {
    for (const bar of document.querySelectorAll("progress[data-upload]")) bar.hidden = true;
  });
  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("change", chosen);
  document.addEventListener("input", choose);
  document.addEventListener("focusin", (event) => {
    const table = grid();
    const stop = table && event.target.closest(STOP);
    if (stop && table.contains(stop) && !stop.closest(".menu-list")) rove(table, stop);
  });
  window.addEventListener("resize", () => { const side = panel(); if (side && side.childElementCount) cover(covers()); });
  document.addEventListener("cell-saved", saved);
  document.addEventListener("htmx:xhr:progress", progress);
  document.addEventListener("htmx:beforeRequest", () => { back = ""; });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const menu = event.detail.requestConfig && event.detail.requestConfig.elt.closest("details.menu");
    if (menu) back = menu.querySelector("summary").id;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    prepare();
    const summary = back && document.getElementById(back);
    if (summary) summary.focus();
    if (event.detail.target && event.detail.target.id === "panel") shown();
  });
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.target && event.detail.target.id === "panel") panel().removeAttribute("aria-busy");
  });
  const start = () => { prepare(); const page = document.querySelector("main > .editor"); if (page) zoom(page, true); };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
