// The figures of a picture under the pointer and by the arrow keys. Without this the page lacks nothing: the browser
// shows each place's own title, and a table stands behind every picture.
(() => {
  "use strict";
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);

  const show = (spot) => {
    const lines = spot.getAttribute("aria-label").split(" · ").map((words) => {
      const line = document.createElement("span");
      line.textContent = words;
      return line;
    });
    tip.replaceChildren(...lines);
    tip.hidden = false;
    const place = spot.getBoundingClientRect();
    const box = spot.closest(".scroll").getBoundingClientRect();
    const middle = Math.min(Math.max((place.left + place.right) / 2, box.left), box.right);
    const right = document.documentElement.clientWidth - tip.offsetWidth - 8;
    // Beside a tall strip, above a small place.
    const beside = place.height > 3 * tip.offsetHeight;
    const after = place.right + 12 + tip.offsetWidth < document.documentElement.clientWidth;
    const left = beside ? (after ? place.right + 12 : place.left - 12 - tip.offsetWidth) : middle - tip.offsetWidth / 2;
    const top = beside ? place.top + 8 : place.top - tip.offsetHeight - 8;
    tip.style.left = Math.max(8, Math.min(left, right)) + scrollX + "px";
    tip.style.top = Math.max(4, top) + scrollY + "px";
  };
  const hide = () => { tip.hidden = true; };

  for (const layer of document.querySelectorAll(".values")) {
    const spots = [...layer.querySelectorAll("rect")];
    let last = 0;
    const reach = (at) => {
      spots[last].setAttribute("tabindex", "-1");
      spots[at].setAttribute("tabindex", "0");
      last = at;
    };
    const go = (to) => spots[Math.min(Math.max(to, 0), spots.length - 1)].focus();
    spots.forEach((spot, at) => {
      const title = spot.querySelector("title");
      spot.setAttribute("aria-label", title.textContent);
      title.remove();
      spot.addEventListener("pointerenter", () => show(spot));
      spot.addEventListener("pointerleave", hide);
      spot.addEventListener("focus", () => { reach(at); show(spot); });
      spot.addEventListener("blur", hide);
    });
    layer.addEventListener("keydown", (event) => {
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
      const ends = { Home: 0, End: spots.length - 1 };
      if (event.key === "Escape") hide();
      else if (event.key in steps) go(last + steps[event.key]);
      else if (event.key in ends) go(ends[event.key]);
      else return;
      event.preventDefault();
    });
  }

  // What is folded is printed open.
  const folded = () => [...document.querySelectorAll("details.folded:not([open])")];
  let opened = [];
  addEventListener("beforeprint", () => { opened = folded(); opened.forEach((part) => { part.open = true; }); });
  addEventListener("afterprint", () => opened.forEach((part) => { part.open = false; }));
})();
