"use strict";
// The composer: underlines while somebody writes, a list beside the text, one click to take a wording.
// The server reads (X-Reading: "typing" for patterns and n-grams, "resting" for the full lens) and answers with the
// same list that readers without scripts get; here it is only shown, and its places are underlined.
(() => {
  const PAUSE = 20; // ms without a key until the text is read
  const WAIT = 15; // ms until a question that has to wait is tried again
  const REST = 900; // ms until it is read in full

  for (const form of document.querySelectorAll("[data-composer]")) compose(form);

  function compose(form) {
    const area = form.querySelector("textarea");
    const under = form.querySelector(".under");
    const list = form.querySelector("[data-heard]");
    const tells = form.querySelector("[data-tells]");
    const { suggested, taken } = form.elements;
    const before = Number(suggested.value) || 0;
    const offered = new Set();
    let marks = [];
    let painted = area.value;
    let touched = 0;
    let soon, later;
    let asking = false;

    form.querySelectorAll("[data-without-scripts]").forEach((button) => (button.hidden = true));
    area.addEventListener("input", () => {
      follow();
      touched = performance.now();
      schedule();
    });
    for (const name of ["klass", "kind"]) form.elements[name]?.addEventListener("change", () => read("resting"));
    form.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || !["take", "begin", "freer"].includes(button.name)) return;
      event.preventDefault();
      if (button.name === "take") take(button);
      if (button.name === "begin") begin(button.textContent.trim());
      if (button.name === "freer") read("resting", button);
    });
    show(list.innerHTML);
    if (area.value && !marks.length) schedule(); // a draft that was left

    function schedule() {
      clearTimeout(soon);
      clearTimeout(later);
      soon = setTimeout(() => read("typing"), PAUSE);
      later = setTimeout(() => read("resting"), REST);
    }

    // One question at a time: a newer draft waits for the answer to the older one, and is then read at once.
    async function read(how, button) {
      if (asking) {
        if (button) return;
        soon = setTimeout(() => read(how), WAIT);
        return;
      }
      asking = true;
      const text = area.value;
      const body = new FormData(form);
      if (button) body.set(button.name, button.value);
      try {
        const answer = await fetch(form.action, {
          method: "POST",
          body,
          headers: { "X-Reading": how },
          redirect: "manual",
        });
        if (answer.type === "opaqueredirect" || answer.status === 403) return sayItIsOver();
        const heard = await answer.text();
        if (!answer.ok || area.value !== text) return;
        show(heard);
        const since = touched;
        requestAnimationFrame(() => performance.measure(`lens-${how}`, { start: since, end: performance.now() }));
      } catch {
        // The server is away: what is written stays, and is read when it is sent.
      } finally {
        asking = false;
      }
    }

    function sayItIsOver() {
      tells.textContent =
        "You have been signed out. Your draft is kept as it was at its last pause; copy what is newer, and sign in again.";
    }

    function show(heard) {
      const open = document.activeElement?.closest?.("[data-heard] li")?.dataset.sentence;
      list.innerHTML = heard;
      const items = [...list.querySelectorAll("li[data-at]")];
      marks = items.map((item) => ({
        at: Number(item.dataset.at),
        to: Number(item.dataset.to),
        unsure: "unsure" in item.dataset,
      }));
      for (const item of items) if (item.querySelector("[name=take]")) offered.add(item.dataset.sentence);
      suggested.value = Math.max(before + offered.size, Number(taken.value) || 0);
      const words = list.querySelector("[data-words]")?.dataset.words ?? "";
      if (tells.textContent !== words) tells.textContent = words;
      if (open) items.find((item) => item.dataset.sentence === open)?.querySelector("button")?.focus();
      paint();
    }

    function paint() {
      painted = area.value;
      const parts = [];
      let done = 0;
      for (const mark of marks) {
        if (!mark || mark.at < done) continue;
        parts.push(painted.slice(done, mark.at));
        const line = document.createElement("mark");
        line.className = mark.unsure ? "unsure" : "sure";
        line.textContent = painted.slice(mark.at, mark.to);
        parts.push(line);
        done = mark.to;
      }
      under.replaceChildren(...parts, `${painted.slice(done)}\n`);
    }

    // Until the answer comes, lines move with the text; a line in which something changed goes.
    function follow() {
      const text = area.value;
      let head = 0;
      while (head < painted.length && painted[head] === text[head]) head++;
      let tail = 0;
      const most = Math.min(painted.length, text.length) - head;
      while (tail < most && painted[painted.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
      const end = painted.length - tail;
      const by = text.length - painted.length;
      marks = marks.map((mark) => {
        if (!mark || mark.to <= head) return mark;
        return mark.at >= end ? { ...mark, at: mark.at + by, to: mark.to + by } : null;
      });
      paint();
    }

    function take(button) {
      const place = [...list.querySelectorAll("li[data-at]")].indexOf(button.closest("li"));
      const mark = marks[place];
      if (!mark) return;
      const wording = button.value.slice(button.value.indexOf(":") + 1);
      taken.value = (Number(taken.value) || 0) + 1;
      area.setRangeText(wording, mark.at, mark.to, "end");
      const bracket = wording.match(/\[[^\]]+\]/);
      if (bracket) {
        const from = mark.at + bracket.index;
        area.setSelectionRange(from, from + bracket[0].length);
      }
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function begin(words) {
      const so_far = area.value.trimEnd();
      area.value = so_far ? `${so_far} ${words}` : words;
      area.focus();
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
})();
