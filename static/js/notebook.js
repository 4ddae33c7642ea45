/* The notebook's editor: saves as one types and loses nothing.

   base  what the boxes were written on: the server's version and its texts
   sent  the save that waits for its answer; repeated under the same name until the server tells what became of it
   halt  why nothing is sent: "" | signed-out | other | conflict | closed | lost | stopped

   What is not acknowledged lies in sessionStorage, by reader, case and author: it outlives a reload and a crash, not the
   tab, and is never sent in another person's name. Only the server's answer says "Saved" (notebook/_status.html). */
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const on = (event, listener, options) => document.addEventListener(event, listener, options);
  const announce = (message) => document.dispatchEvent(new CustomEvent("announce", { detail: { message } }));
  const owner = $("[data-draft]"), store = sessionStorage;
  if (!owner) return;
  const key = owner.dataset.draft, words = owner.dataset;
  const kept = () => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const draft = kept();
  const settled = draft?.resolving && new URLSearchParams(location.search).get("resolved") === draft.resolving;
  if (settled) store.removeItem(key);

  /* ---- Taking the text elsewhere ---- */

  const plain = () => {
    const fields = [...document.querySelectorAll("#editor textarea[data-field], .kept-draft textarea")];
    return fields.map((box) => `${box.labels[0].textContent}\n\n${box.value}`).join("\n\n");
  };
  const copy = async () => {
    try { await navigator.clipboard.writeText(plain()); }
    catch { // plain http has no clipboard
      const box = Object.assign(document.createElement("textarea"), { value: plain() });
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    announce(words.copied);
  };
  const download = () => {
    const url = URL.createObjectURL(new Blob([plain()], { type: "text/plain" }));
    Object.assign(document.createElement("a"), { href: url, download: `${words.number}.txt` }).click();
    URL.revokeObjectURL(url);
  };
  on("click", ({ target }) => {
    if (target.closest?.("[data-copy-draft]")) copy();
    if (target.closest?.("[data-download-draft]")) download();
    if (target.closest?.("[data-drop-draft]")) { store.removeItem(key); owner.hidden = true; }
  });

  const form = $("form#editor");
  if (!form) { // nothing can be written here any more: show what this tab still holds
    if (!draft || settled) return;
    for (const box of owner.querySelectorAll("textarea")) {
      box.value = draft.texts[box.name] ?? "";
      box.closest(".box").hidden = box.value === ($(`[data-written=${box.name}] .text`)?.textContent ?? "");
    }
    owner.hidden = false;
    return;
  }

  const DEBOUNCE = 1500, LONGEST = 10_000, GIVE_UP = 600_000, KEEPALIVE = 60_000, DELAYS = [1, 2, 4, 8, 16, 30];
  const boxes = [...form.querySelectorAll("textarea[data-field]")];
  const texts = () => Object.fromEntries(boxes.map((box) => [box.name, box.value]));
  const given = () => Object.fromEntries(boxes.map((box) => [box.name, box.defaultValue])); // boxes may have been typed in by now
  const same = (one, other) => boxes.every(({ name }) => one[name] === other[name]);
  const name = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const hash = (all) => { // tells a version from another of the same number, after a backup was put back
    const letters = boxes.map((box) => all[box.name]).join("\0");
    let sum = 5381;
    for (let at = 0; at < letters.length; at++) sum = Math.imul(sum, 33) ^ letters.charCodeAt(at);
    return sum;
  };
  const based = (version, all) => ({ version: Number(version), texts: all, hash: hash(all) });

  let base = based(words.version, given());
  let sent = null, busy = false, halt = "", unknown = []; // `unknown`: names of saves that may have arrived
  let soon = 0, again = 0, tries = 0, typed = 0, failing = 0, told = "saved", onward = null, leaving = false;
  let last = $("#save-status").cloneNode(true);
  const unsaved = () => sent !== null || !same(texts(), base.texts);

  const show = (state, text, tone = "bad") => {
    const line = $("#save-status");
    line.className = `status-line ${tone}`;
    line.dataset.state = state;
    line.replaceChildren(Object.assign(document.createElement("span"), { textContent: text }));
    if (tone) tell(state, text);
  };
  const tell = (state, text) => { if (state !== told) announce(text); told = state; }; // readers hear changes, not saves

  const keep = () => {
    if (!unsaved()) { store.removeItem(key); return; }
    const doubtful = sent ? [...sent.after, sent.op] : unknown;
    const note = { texts: texts(), version: base.version, hash: base.hash, after: doubtful, halt };
    try { store.setItem(key, JSON.stringify(note)); } catch { /* the tab's store is full: the boxes still hold the text */ }
  };

  /* ---- Sending: one save at a time, the newest text next ---- */

  let ready = false, missed = false; // until htmx knows the form it would drop the save without a word
  on("DOMContentLoaded", () => { ready = true; if (missed) save(); });
  const save = () => {
    clearTimeout(soon);
    missed = !ready;
    if (missed || busy || halt || again) return;
    if (!sent && same(texts(), base.texts)) return;
    sent ??= { op: name(), version: base.version, texts: texts(), after: unknown };
    typed = 0;
    keep();
    htmx.trigger(form, "save");
  };
  const parameters = () => ({ ...sent.texts, base_version: sent.version, op_id: sent.op, after: sent.after.join() });
  const ours = (detail) => detail.requestConfig.parameters.op_id === sent?.op;

  form.addEventListener("htmx:configRequest", ({ detail }) => Object.assign(detail.parameters, parameters()));
  form.addEventListener("htmx:beforeRequest", () => { busy = true; show("saving", words.saving, ""); });
  form.addEventListener("htmx:beforeSwap", ({ detail }) => { detail.shouldSwap &&= ours(detail); });
  for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) form.addEventListener(event, (one) => one.stopPropagation());
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!busy || !ours(detail)) return; // given up for one that outlives the page
    busy = false;
    settle(detail.xhr.status, detail.xhr.getResponseHeader("Retry-After"));
  });

  /* What an answer means. Whatever is no word on the text itself is asked again under the same name. */
  const settle = (status, wait) => {
    const { state } = $("#save-status").dataset;
    if (status >= 200 && status < 300) saved();
    else if ([409, 422].includes(status) && ["closed", "conflict", "refused"].includes(state)) refused(state);
    else if (status === 401 || status === 400) stop("signed-out", words.signedOut);
    else if ([403, 404, 413].includes(status)) stop("lost", words.lost);
    else retry(status, Number(wait));
    if (status === 400) document.dispatchEvent(new CustomEvent("session-check")); // another session's token
    if (halt || again) onward = null;
  };

  const saved = () => {
    const { version, changes = "{}" } = $("#save-status").dataset;
    last = $("#save-status").cloneNode(true);
    take(version, JSON.parse(changes), sent.texts);
    sent = null;
    unknown = [];
    tries = failing = 0;
    $("#unsaved").hidden = true;
    keep();
    tell("saved", last.textContent);
    if (unsaved()) later(0); else if (onward) onward();
  };
  const refused = (state) => {
    sent = null;
    halt = ["closed", "conflict"].includes(state) ? state : "";
    lock(halt === "closed");
    told = state;
    keep();
  };
  const lock = (locked) => {
    for (const box of boxes) box.readOnly = locked;
    for (const button of document.querySelectorAll("#editor [name=then], [data-save]")) button.disabled = locked;
    $(".case-head .chip").hidden = locked; // it says "open"
  };
  const stop = (why, text) => { halt = why; show(why, text); keep(); };
  const retry = (status, wait) => {
    failing ||= Date.now();
    show(navigator.onLine ? "failing" : "offline", navigator.onLine ? words.failing : words.offline);
    keep();
    if (Date.now() - failing > GIVE_UP) { halt = "stopped"; $("#unsaved").hidden = false; return; }
    const seconds = Math.min(wait, 120) || DELAYS[Math.min(tries++, DELAYS.length - 1)] * (0.8 + Math.random() * 0.4);
    again = setTimeout(goOn, seconds * 1000);
  };
  const goOn = () => {
    clearTimeout(again);
    again = 0;
    if (halt === "stopped") { halt = ""; failing = tries = 0; }
    save();
  };
  on("session-other", () => stop("other", words.other));
  on("session-resumed", () => { if (["signed-out", "other"].includes(halt)) { halt = ""; goOn(); } });

  /* ---- Taking over what others wrote, round the caret ---- */

  const middle = (old, now) => { // where they differ: [from, to) of `old`, and how much longer `now` is there
    let from = 0, to = old.length, end = now.length;
    while (from < to && from < end && old[from] === now[from]) from++;
    while (to > from && end > from && old[to - 1] === now[end - 1]) { to--; end--; }
    return [from, to, end - to];
  };
  const patched = (text, changes = []) => [...changes].reverse()
    .reduce((so, [from, to, come]) => so.slice(0, from) + come + so.slice(to), text);
  /* `changes` say what became of `old`, which the boxes held before they were typed in further. Where both touch each
     other nothing is taken over: the next save is still written on the old base, so the server merges, or asks. */
  const take = (version, changes, old) => {
    const plans = boxes.filter((box) => changes[box.name]).map((box) => [box, changes[box.name], middle(old[box.name], box.value)]);
    if (plans.some(([, all, [start, end]]) => all.some(([from, to]) => to > start && from < end))) return;
    for (const [box, all, [start, , longer]] of plans) {
      for (const [from, to, come] of [...all].reverse()) {
        const by = to <= start ? 0 : longer;
        box.setRangeText(come, from + by, to + by, "preserve");
      }
      count(box);
    }
    base = based(version, Object.fromEntries(boxes.map(({ name: field }) => [field, patched(old[field], changes[field])])));
  };

  /* ---- When to save: after the last key, within 10 s of the first, on leaving the box, the page, the tab ---- */

  const later = (wait) => { clearTimeout(soon); soon = setTimeout(save, wait); };
  form.addEventListener("input", ({ target }) => {
    if (!boxes.includes(target)) return;
    count(target);
    leaving = false;
    keep();
    typed ||= Date.now();
    if (!busy && !halt && !again) {
      if (unsaved()) show("waiting", words.waiting, ""); else $("#save-status").replaceWith(last.cloneNode(true));
    }
    later(Math.max(0, Math.min(DEBOUNCE, typed + LONGEST - Date.now())));
  });
  form.addEventListener("focusout", save);
  form.addEventListener("submit", (event) => {
    if (event.submitter?.matches("[data-review], [name=then]")) return asForm();
    event.preventDefault();
    goOn();
  });
  const asForm = () => { // the answer is a whole page: with all sides of a conflict, or with the next line item
    const op = name(), doubtful = sent ? [...sent.after, sent.op] : unknown;
    leaving = true;
    for (const [field, value] of [["base_version", base.version], ["op_id", op], ["after", doubtful.join()]]) form.elements[field].value = value;
    keep();
    if (unsaved()) store.setItem(key, JSON.stringify({ ...kept(), resolving: op }));
  };
  on("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s") { event.preventDefault(); goOn(); }
  });
  addEventListener("online", goOn);
  on("click", ({ target }) => { if (target.closest?.("[data-retry-save]")) goOn(); });
  const corrected = () => [...document.querySelectorAll("textarea[data-guarded]")].some((box) => box.value !== box.defaultValue);
  addEventListener("beforeunload", (event) => { if ((unsaved() && !leaving) || corrected()) event.preventDefault(); });

  /* A link, a form or sign-out waits for the save; where there is none to wait for, the browser asks. */
  const after = (event, go) => {
    if (event.defaultPrevented || !unsaved() || halt || again) return;
    event.preventDefault();
    event.stopPropagation();
    onward = go;
    save();
  };
  on("click", (event) => {
    const link = event.target.closest?.("a[href]");
    const elsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || link?.target || link?.hasAttribute("download");
    if (link && !elsewhere && !link.hasAttribute("hx-get") && !link.getAttribute("href").startsWith("#")) after(event, () => link.click());
  }, true);
  on("submit", (event) => { if (event.target.method === "post" && event.target !== form) after(event, () => event.target.requestSubmit(event.submitter)); }, true);

  /* The tab is left, perhaps for good: what there is goes out in a way that outlives the page. */
  const flush = async () => {
    if (halt || leaving || !unsaved()) return; // a form that leaves the page carries the text
    const now = texts();
    if (new TextEncoder().encode(Object.values(now).join("")).length > KEEPALIVE) { save(); return; }
    if (!sent || !same(now, sent.texts)) {
      sent = { op: name(), version: base.version, texts: now, after: sent ? [...sent.after, sent.op] : unknown };
    }
    clearTimeout(again);
    again = 0;
    keep();
    const { op } = sent, data = new FormData(form);
    for (const [field, value] of Object.entries(parameters())) data.set(field, value);
    if (busy) { busy = false; htmx.trigger(form, "htmx:abort"); }
    busy = true;
    const headers = { "HX-Request": "true", "X-CSRFToken": $("meta[name=csrf-token]").content };
    const answer = await fetch(form.action, { method: "POST", body: data, headers, keepalive: true, redirect: "manual" }).catch(() => null);
    const text = await answer?.text().catch(() => "");
    if (op !== sent?.op) return;
    busy = false;
    if (answer?.ok || [409, 422].includes(answer?.status)) htmx.swap("#save-status", text, { swapStyle: "none" });
    settle(answer?.status ?? 0, answer?.headers.get("Retry-After"));
  };
  on("visibilitychange", () => {
    if (document.visibilityState === "hidden") flush();
    else { if (again) goOn(); htmx.trigger("#presence", "poll"); }
  });

  /* ---- Who else is here, and what they did ---- */

  on("htmx:configRequest", ({ target, detail }) => {
    if (target.id !== "presence") return;
    const known = { base: base.version, open: Number(halt !== "closed") };
    Object.assign(detail.parameters, known, unsaved() && { unsaved: 1 }, unsaved() && !halt && { writing: 1 });
  });
  on("htmx:oobBeforeSwap", (event) => { // news for a tab without unsaved text; by now it may have some
    if (event.detail.target.id === "save-status" && event.detail.fragment.querySelector("[data-state=saved]") && !sent && !halt && unsaved()) event.detail.shouldSwap = false;
  });
  on("htmx:afterSettle", ({ detail }) => { if (detail.elt.id === "presence") news($("#save-status").dataset); });
  const news = ({ state, version, changes = "{}" }) => {
    if (["closed", "reload"].includes(state) && !unsaved()) { location.reload(); return; }
    if (state === "closed" && halt !== "closed") refused(state);
    if (state !== "saved") return;
    if (halt === "closed") { halt = ""; lock(false); goOn(); return; }
    if (Number(version) <= base.version || unsaved() || busy) return;
    take(version, JSON.parse(changes), texts());
    last = $("#save-status").cloneNode(true);
  };

  /* ---- The boxes: how long, how high ---- */

  const figures = new Intl.NumberFormat(document.documentElement.lang);
  const grows = CSS.supports("field-sizing", "content");
  const count = (box) => {
    const line = document.getElementById(`${box.name}-count`), length = [...box.value].length, most = Number(line.dataset.most);
    $("[data-count]", line).textContent = `${figures.format(length)} / ${figures.format(most)}`;
    line.classList.toggle("is-over", length > most);
    if (grows) return;
    box.style.height = "auto";
    box.style.height = `${box.scrollHeight + 2}px`;
  };

  // The bar stands above the keyboard of a phone, where the browser lays the keyboard over the page.
  const view = window.visualViewport;
  const raise = () => document.documentElement.style.setProperty("--keyboard", `${Math.max(0, Math.round(innerHeight - view.height - view.offsetTop))}px`);
  for (const event of ["resize", "scroll"]) view?.addEventListener(event, raise);

  /* ---- What this tab held when it was left ---- */

  const early = !same(texts(), base.texts);
  if (draft && !settled && !same(draft.texts, texts())) {
    const isOurs = draft.version === base.version && draft.hash === base.hash;
    const isOlder = draft.version < base.version;
    if (!isOurs) base = { version: isOlder ? draft.version : -1, texts: {}, hash: draft.hash };
    unknown = draft.after;
    for (const box of boxes) box.value = draft.texts[box.name] ?? box.value;
    show("waiting", words.waiting, "");
    later(0);
  } else if (draft) store.removeItem(key);
  if ("typed" in words) { base.texts = {}; keep(); } // refused as a whole page: goes on with the next key
  if (early) { keep(); show("waiting", words.waiting, ""); later(DEBOUNCE); }
  boxes.forEach(count);
})();
