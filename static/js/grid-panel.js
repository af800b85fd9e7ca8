// The dialogs of a grid: what could stand in a cell, and questions before something is done.

export class CellPanel {
  constructor(dialog, server) {
    this.dialog = dialog;
    this.server = server;
    [this.title, this.find, this.refusal, this.form] =
      ["title", "find", "refusal", "form"].map((name) => dialog.querySelector(`[data-grid-${name}]`));
    dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => this.closed?.());
    dialog.addEventListener("click", (event) => this.#onOther(event));
    this.find.addEventListener("input", () => this.#narrow());
    this.find.addEventListener("keydown", (event) => this.#onKey(event));
    this.form.addEventListener("submit", (event) => this.#onSubmit(event));
  }

  // `done` is given what was chosen: a key, a code that was typed, or a lock.
  async open({ place, title, typed, done, closed }) {
    Object.assign(this, { place, done, closed });
    this.title.textContent = title;
    this.find.value = typed;
    this.refuse("");
    this.form.textContent = "Looking at what fits…";
    if (!this.dialog.open) this.dialog.showModal();
    this.find.focus();
    const found = await this.server.form(place);
    if (this.place !== place) return;
    this.form.innerHTML = found;
    this.title.textContent = this.form.querySelector("form").dataset.title;
    this.#narrow();
  }

  close() {
    this.dialog.close();
  }

  refuse(message) {
    this.refusal.textContent = message;
    this.refusal.hidden = !message;
  }

  get #options() {
    return [...this.form.querySelectorAll(".cell-option")];
  }

  #narrow() {
    const typed = this.find.value.trim().toLowerCase();
    for (const option of this.#options) {
      option.hidden = Boolean(typed) && !option.dataset.code.toLowerCase().includes(typed);
    }
    if (!typed) return;
    const shown = this.#options.filter((option) => !option.hidden);
    const code = (option) => option.dataset.code.split(" ")[0].toLowerCase();
    const best = shown.find((option) => code(option) === typed)
      ?? shown.find((option) => code(option).startsWith(typed)) ?? shown[0];
    if (best) best.querySelector("input").checked = true;
  }

  #onKey(event) {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      const shown = this.#options.filter((option) => !option.hidden).map((o) => o.querySelector("input"));
      (shown.find((input) => input.checked) ?? shown[0])?.focus();
    }
    if (event.key !== "Enter") return;
    event.preventDefault();
    // Whoever knows the code need not wait until everything was looked at.
    const form = this.form.querySelector("form");
    if (form) form.requestSubmit(form.querySelector("[value=put]"));
    else if (this.find.value.trim()) this.done({ code: this.find.value.trim() }, {});
  }

  #onSubmit(event) {
    event.preventDefault();
    const sent = new FormData(event.target);
    const expects = sent.getAll("expects").map(Number);
    const more = { reason: sent.get("reason") ?? "", override: sent.has("override") };
    const verb = event.submitter?.value;
    if (verb === "lock") this.done({ lock: sent.get("lock_reason").trim(), expects }, more);
    else if (verb === "unlock") this.done({ lock: "", expects }, more);
    else if (event.target.querySelector("[data-stands]:checked")) this.close();
    else if (sent.has("what")) this.done({ key: sent.get("what") ? Number(sent.get("what")) : null, expects }, more);
  }

  // The halves of a block are cells of their own.
  #onOther(event) {
    const link = event.target.closest("a[data-place]");
    if (!link) return;
    event.preventDefault();
    const { done, closed } = this;
    this.open({ place: link.dataset.place, title: this.title.textContent, typed: "", done, closed });
  }
}

// Asks and gives what was answered, or null. `why`: whether a reason can be given, or must.
export function ask(dialog, { question, details = [], yes, why = "no", reason = "" }) {
  const part = (name) => dialog.querySelector(`[data-grid-${name}]`);
  part("question").textContent = question;
  part("details").replaceChildren(...details.map((line) => {
    const paragraph = document.createElement("p");
    paragraph.textContent = line;
    return paragraph;
  }));
  part("yes").textContent = yes;
  part("yes").hidden = !yes;
  part("no").textContent = yes ? "Cancel" : "Close";
  part("why").hidden = why === "no";
  part("reason").required = why === "must";
  part("reason").value = reason;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes" ? part("reason").value.trim() : null);
    }, { once: true });
  });
}
