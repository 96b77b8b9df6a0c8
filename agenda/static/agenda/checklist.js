/* The tasks of an event, shared live: saves each without leaving the page, and asks every few seconds what others did.
   What somebody is typing is never touched: it is only told that the task changed. Without this file the forms work. */
(() => {
  "use strict";
  const EVERY = 4000;
  const list = document.querySelector("[data-tasks]");
  if (!list) return;
  const notice = document.querySelector("[data-task-notice]");
  const fields = ["task", "responsible", "state", "due", "note"];
  const field = (form, name) => form.elements[`t${form.dataset.task}-${name}`];
  let token = list.dataset.token;

  const tell = (sentences) => {
    notice.replaceChildren(...sentences.map((text) => {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }));
    notice.hidden = sentences.length === 0;
  };

  const offerReload = () => {
    tell([list.dataset.added]);
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small";
    button.textContent = list.dataset.reload;
    button.addEventListener("click", () => location.reload());
    notice.append(button);
  };

  /* What is in the form when it was last in step with the server. */
  const remember = (form) => { form.known = Object.fromEntries(fields.map((name) => [name, field(form, name).value])); };
  const isDirty = (form) => fields.some((name) => field(form, name).value !== form.known[name]);

  const show = (form, item) => {
    for (const name of fields) field(form, name).value = item[name];
    field(form, "version").value = item.version;
    form.querySelector("[data-task-by]").textContent = `${item.by}, ${item.at}`;
    form.classList.remove("task--theirs");
    remember(form);
  };

  const take = (state, { saved } = {}) => {
    token = state.token;
    const forms = new Map([...list.querySelectorAll("[data-task]")].map((form) => [Number(form.dataset.task), form]));
    let other = false;
    for (const item of state.items) {
      const form = forms.get(item.id);
      if (!form) { other = true; continue; }
      forms.delete(item.id);
      const newer = Number(field(form, "version").value) !== item.version;
      if (form === saved || (newer && !isDirty(form))) show(form, item);
      else if (newer) {
        form.classList.add("task--theirs");
        form.querySelector("[data-task-told]").textContent = list.dataset.changed;
      }
    }
    for (const [, form] of forms) {
      if (isDirty(form)) form.classList.add("task--theirs"); else form.remove();
      other = other || isDirty(form);
    }
    const ready = state.items.filter((item) => item.state === "lista").length;
    const count = list.querySelector("[data-task-count]");
    let number = 0;
    count.textContent = count.textContent.replace(/\d+/g, () => [ready, state.items.length][number++] ?? "");
    return other;
  };

  const send = async (form, submitter) => {
    const told = form.querySelector("[data-task-told]");
    const body = new FormData(form, submitter);
    const deleting = body.get("action") === "delete";
    let answer, state;
    try {
      // Not form.action: that is the button of this name.
      answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { Accept: "application/json" } });
      state = await answer.json();
    } catch {
      told.textContent = list.dataset.failed;
      return;
    }
    if (answer.ok) {
      if (deleting) form.remove();
      take(state, { saved: form });
      told.textContent = list.dataset.saved;
      tell([]);
    } else {
      tell([state.error, ...(state.changes || [])]);
      const now = state.items.find((item) => item.id === Number(form.dataset.task));
      // The next save is over the version that the notice tells of: by then it is a decision, not an accident.
      if (answer.status === 409 && now) field(form, "version").value = now.version;
      form.classList.add("task--theirs");
      told.textContent = "";
      notice.scrollIntoView({ block: "nearest" });
    }
  };

  for (const form of list.querySelectorAll("[data-task]")) {
    remember(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, event.submitter);
    });
  }

  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${list.dataset.stateUrl}?token=${encodeURIComponent(token)}`);
      if (answer.status === 200 && take(await answer.json())) offerReload();
    } catch { /* the next turn asks again */ }
  };
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
