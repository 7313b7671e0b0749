// SPDX-License-Identifier: Apache-2.0
// Comfort for pages that work without it. Every word that is shown comes from the page, in its language.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// What is typed saves itself: after a pause, on leaving a field, on leaving the page; what the server has not
// confirmed is kept on this device and tried again.
const isChoice = ({ type }) => type === "checkbox" || type === "radio";
const serverChoice = ({ options }) => ([...options].find((option) => option.defaultSelected) ?? options[0])?.value;

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); } catch { return null; }
}

// Words of long ago, and those of whoever signs out, do not stay on a device that others use.
function forgetWords(isOld) {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("cairn:") && isOld(read(key))) localStorage.removeItem(key);
  } catch { /* nothing is kept */ }
}

class Autosave {
  static PAUSE = 800;
  static PATIENCE = 500;
  static LONGEST_WAIT = 60_000;
  static DAYS_KEPT = 14;

  constructor(form) {
    this.form = form;
    this.key = `cairn:${location.pathname}:${form.id}`;
    this.line = document.querySelector("[data-saved]");
    this.wait = 2000;
    this.last = this.values((field) => field.defaultValue ?? serverChoice(field), (field) => field.defaultChecked);
    // From here on the line always has words, so that what stands below it does not move under a finger.
    if (!this.line?.textContent.trim()) this.say("ready");
    this.restore();
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.changed());
    form.addEventListener("focusout", () => this.dirty && this.save());
    form.addEventListener("submit", (event) => this.leave(event));
    // What was saved meanwhile is the version that a button's form goes on from, too.
    form.addEventListener("formdata", ({ formData }) => "version" in form.dataset && formData.set("version", form.dataset.version));
    document.addEventListener("click", (event) => this.follow(event));
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("pagehide", () => this.dirty && this.save({ leaving: true }));
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.save({ leaving: true }));
  }

  fields() {
    return [...this.form.elements].filter(({ name, type }) =>
      name && !["hidden", "file", "password", "submit", "button"].includes(type));
  }

  values(text = (field) => field.value, choice = (field) => field.checked) {
    return Object.fromEntries(this.fields().map((field) => isChoice(field)
      ? [`${field.name}=${field.value}`, choice(field)] : [field.name, text(field)]));
  }

  changed() {
    this.keep();
    if (!this.differences(this.sending ?? this.last).length) return;
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), Autosave.PAUSE);
  }

  // Each value that differs, with the one it was written over, so that a later visit can tell who changed what.
  differences(base) {
    return Object.entries(this.values()).filter(([key, value]) => value !== base[key])
      .map(([key, value]) => [key, value, base[key]]);
  }

  keep() {
    const changed = this.differences(this.last);
    const kept = { version: this.form.dataset.version ?? "", at: Date.now(), changed };
    try {
      if (changed.length) localStorage.setItem(this.key, JSON.stringify(kept));
      else localStorage.removeItem(this.key);
    } catch { /* no room, or not allowed: the server's copy is all there is */ }
  }

  restore() {
    const kept = read(this.key);
    if (!kept) return;
    const isSameVersion = kept.version === (this.form.dataset.version ?? "");
    let count = 0;
    for (const [key, value, base] of kept.changed) {
      const server = this.last[key];
      // What the server holds was written later, perhaps elsewhere, unless it is what these words began from.
      const isOurs = isSameVersion || server === base || (typeof server === "string" && value.startsWith(server));
      if (server !== undefined && server !== value && isOurs) count += this.put(key, value);
    }
    if (!count) return localStorage.removeItem(this.key);
    this.say("restored");
    this.dirty = true;
    this.timer = setTimeout(() => this.save({ quiet: true }), Autosave.PAUSE);
  }

  put(key, value) {
    const field = this.fields().find((field) => (isChoice(field) ? `${field.name}=${field.value}` : field.name) === key);
    if (isChoice(field)) field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input"));
    return 1;
  }

  // The form itself is on its way. The words stay on this device until a page shows that the server has them. What is
  // being saved just now arrives first, or the form would look as if somebody else had been faster.
  leave(event) {
    clearTimeout(this.timer);
    this.dirty = this.again = false;
    if (!this.sending || this.leaving) return;
    event.preventDefault();
    this.leaving = () => this.form.requestSubmit(event.submitter);
  }

  // A link waits for what is being saved, so that the next page begins from it; but not longer than a person would.
  follow(event) {
    const link = event.target.closest("a[href]");
    const isElsewhere = !link || link.target || link.download || link.origin !== location.origin || link.hash;
    if (isElsewhere || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!this.dirty && !this.sending) return;
    event.preventDefault();
    this.leaving = () => location.assign(link.href);
    if (!this.sending) this.save();
    setTimeout(this.leaving, 2000);
  }

  async save({ leaving = false, quiet = false } = {}) {
    clearTimeout(this.timer);
    if (this.sending) return void (this.again = true);
    const sent = this.sending = this.values();
    this.dirty = this.again = false;
    const slow = setTimeout(() => quiet || this.say("saving"), Autosave.PATIENCE);
    try {
      const answer = await fetch(this.form.dataset.autosave, {
        method: "POST", body: this.body(), headers: { "X-Cairn-Autosave": "1" }, keepalive: leaving,
        credentials: "same-origin", redirect: "error",
      });
      if (answer.ok) await this.saved(answer, sent, quiet);
      else this.refused(answer.status, await answer.text(), answer.headers.get("X-Cairn-Version"));
    } catch {
      this.failed();
    } finally {
      clearTimeout(slow);
      this.sending = null;
      const leave = this.leaving;
      this.leaving = null;
      if (leave) leave();
      else if (this.again) this.save();
    }
  }

  body() {
    const data = new FormData(this.form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.set("version", this.form.dataset.version ?? "");
    return new URLSearchParams(data);
  }

  async saved(answer, sent, quiet) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const { version = answer.headers.get("X-Cairn-Version") } = isJson ? await answer.json() : {};
    if (version) this.form.dataset.version = version;
    this.last = sent;
    this.wait = 2000;
    this.keep();
    if (!quiet) this.say("done");
  }

  // The server read it and said why not: trying again would not help. What else it saved has a version of its own.
  refused(status, sentence, version) {
    if (status >= 500 || status === 429) return this.failed();
    if (version) this.form.dataset.version = version;
    this.dirty = true;
    this.say("failed", sentence.length < 400 && !sentence.trimStart().startsWith("<") ? sentence : "");
  }

  failed() {
    this.dirty = true;
    this.keep();
    this.say("failed");
    this.timer = setTimeout(() => this.save(), this.wait);
    this.wait = Math.min(this.wait * 2, Autosave.LONGEST_WAIT);
  }

  say(state, sentence = "") {
    if (!this.line) return;
    this.line.dataset.state = state;
    this.line.querySelector("span:last-child").textContent = sentence || this.line.dataset[state];
  }
}

// Long work shows how far it is, until its fragment no longer asks to be looked at again.
async function poll(element) {
  let current = element;
  let wait = 1500;
  while (current?.isConnected && current.dataset.poll) {
    await new Promise((done) => setTimeout(done, wait));
    if (document.hidden) continue;
    try {
      const answer = await fetch(current.dataset.poll, { headers: { "X-Cairn-Fragment": "1" } });
      if (!answer.ok) throw new Error(answer.statusText);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (!next) return;
      current.replaceWith(next);
      current = next;
      wait = 1500;
      enhance(next);
    } catch {
      wait = Math.min(wait * 2, 30_000);
    }
  }
}

const sizeOf = (bytes) => {
  const power = Math.min(Math.max(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), 1), 4);
  const amount = bytes / 1000 ** power;
  const digits = power > 1 && amount < 10 ? 1 : 0;
  const number = digits ? amount : Math.max(Math.round(amount), 1);
  const locale = document.documentElement.lang;
  return `${number.toLocaleString(locale, { maximumFractionDigits: digits })} ${["KB", "MB", "GB", "TB"][power - 1]}`;
};

function dropZone(zone) {
  const input = zone.querySelector("input[type=file]");
  const error = zone.querySelector("[data-drop-error]");
  const list = zone.querySelector("[data-drop-files]");
  const limit = Number(zone.dataset.maxBytes) || Infinity;
  const show = () => {
    const files = [...input.files];
    const large = files.find((file) => file.size > limit);
    error.hidden = !large;
    error.textContent = large
      ? zone.dataset.tooLarge.replace("{name}", large.name).replace("{size}", sizeOf(large.size)) : "";
    if (large) input.value = "";
    list.hidden = Boolean(large) || !files.length;
    list.replaceChildren(...(large ? [] : files).map((file) => {
      const item = document.createElement("li");
      item.textContent = `${file.name}, ${sizeOf(file.size)}`;
      return item;
    }));
  };
  input.addEventListener("change", show);
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const given = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, input.multiple ? Infinity : 1)) given.items.add(file);
    input.files = given.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function wordCount(field) {
  const line = field.closest(".field")?.querySelector(".count-line");
  if (!line) return;
  const limit = Number(field.dataset.maxWords) || Infinity;
  field.addEventListener("input", () => {
    const count = field.value.split(/\s+/).filter(Boolean).length;
    line.querySelector("[data-count]").textContent = count.toLocaleString(document.documentElement.lang);
    line.querySelector("[data-over]").hidden = count <= limit;
  });
}

function copyButton(button) {
  const words = button.querySelector("span");
  const before = words.textContent;
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    words.textContent = button.dataset.done;
    setTimeout(() => { words.textContent = before; }, 3000);
  });
}

function printButton(button) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

// A row of tabs that scrolls sideways begins where one stands.
function showHere(row) {
  if (row.scrollWidth > row.clientWidth) row.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

const PARTS = [
  ["form[data-autosave]", (form) => new Autosave(form)],
  ["[data-poll]", poll],
  ["[data-drop]", dropZone],
  ["[data-max-words], [data-min-words]", wordCount],
  ["[data-copy]", copyButton],
  ["[data-print]", printButton],
  [".assess-tabs ul", showHere],
];

function enhance(root) {
  for (const [selector, start] of PARTS) all(selector, root).forEach(start);
}

function closeMenus(except = null) {
  for (const menu of all("details.menu[open]")) {
    if (menu.contains(except)) continue;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    menu.open = false;
  }
}

forgetWords((kept) => !(kept?.at > Date.now() - Autosave.DAYS_KEPT * 86_400_000));
all("form[data-sign-out]").forEach((form) => form.addEventListener("submit", () => forgetWords(() => true)));
addEventListener("click", (event) => closeMenus(event.target));
addEventListener("keydown", (event) => event.key === "Escape" && closeMenus());
enhance(document);
