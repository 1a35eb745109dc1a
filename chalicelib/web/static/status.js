// Counts down between two looks and looks again every half minute. Without it the page is complete, only not renewed.
"use strict";
(() => {
  const EVERY = 30000, OLD = 90000;
  const words = document.body.dataset;
  let shownAt = Date.now(), ahead = 0;
  const main = () => document.querySelector("main");

  function begin() {
    shownAt = Date.now();
    ahead = Date.parse(main().dataset.now) - shownAt; // whose telephone is an hour off still counts right
    tick();
  }

  function tick() {
    const now = Date.now() + ahead;
    for (const each of document.querySelectorAll("[data-due]")) {
      const left = Math.ceil((Date.parse(each.dataset.due) - now) / 1000), apart = Math.abs(left);
      if (apart >= 3600) continue; // in words, as it came
      const digits = [apart / 60, apart % 60].map((n) => String(Math.floor(n)).padStart(2, "0")).join(":");
      each.textContent = (left > 0 ? words.left : words.late).replace("{}", digits);
      const sign = each.closest(".running, .late");
      if (sign && left <= 0) sign.classList.replace("running", "late");
    }
    main().classList.toggle("old", Date.now() - shownAt > OLD); // also after the telephone has slept
  }

  async function look() {
    if (document.hidden || main().contains(document.activeElement?.closest("select"))) return;
    try {
      const answer = await fetch(location.pathname.replace(/\/act$/, "") + location.search, { redirect: "error" });
      if (!answer.ok) return; // it grows old, and says so
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const focused = document.activeElement?.id;
      for (const open of document.querySelectorAll("details[open]")) fresh.getElementById(open.id)?.setAttribute("open", "");
      for (const chosen of document.querySelectorAll("input:checked")) {
        const box = fresh.getElementById(chosen.id); // gone once nobody waits there any more
        if (box) box.checked = true;
      }
      document.querySelector("header").replaceWith(fresh.querySelector("header"));
      main().replaceWith(fresh.querySelector("main"));
      document.title = fresh.title;
      if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
      begin();
    } catch { /* no network: it grows old, and says so */ }
  }

  begin();
  setInterval(tick, 1000);
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", () => { tick(); look(); });
  window.addEventListener("pageshow", (event) => { if (event.persisted) { tick(); look(); } });
})();
