// The three pictures that answer back: the floors of the sky, the thunder counter, the parade.
(function (course) {
  "use strict";

  function floors(root) {
    const buttons = [...root.querySelectorAll("[data-floor]")];
    const notes = [...root.querySelectorAll("[data-floor-note]")];

    function show(floor) {
      root.dataset.shown = floor;
      for (const button of buttons) {
        button.setAttribute("aria-pressed", String(button.dataset.floor === floor));
      }
      for (const note of notes) note.hidden = note.dataset.floorNote !== floor;
    }

    for (const button of buttons) {
      button.addEventListener("click", () => show(button.dataset.floor));
    }
    show("high");
  }

  function thunder(root) {
    const button = root.querySelector("[data-thunder]");
    const answer = root.querySelector("[data-thunder-answer]");
    let flashAt = 0;

    function heard() {
      const seconds = (performance.now() - flashAt) / 1000;
      flashAt = 0;
      button.textContent = "I see a flash";
      const advice = seconds < 30 ? "Too close: go indoors." : "Far enough for now. Keep counting.";
      const distance = (seconds / 3).toFixed(1);
      answer.textContent = `${seconds.toFixed(1)} seconds, about ${distance} km away. ${advice}`;
      root.classList.remove("counting");
    }

    button.addEventListener("click", () => {
      if (flashAt) {
        heard();
        return;
      }
      flashAt = performance.now();
      button.textContent = "I hear thunder";
      answer.textContent = "Counting …";
      root.classList.add("counting");
    });
  }

  function parade(root) {
    const slider = root.querySelector("input");
    const stages = [...root.querySelectorAll("[data-stage-note]")];

    function show() {
      root.dataset.stage = slider.value;
      for (const note of stages) note.hidden = note.dataset.stageNote !== slider.value;
      const shown = stages[Number(slider.value)];
      slider.setAttribute("aria-valuetext", shown.querySelector("h2").textContent);
    }

    slider.addEventListener("input", show);
    show();
  }

  course.pictures = function pictures(root) {
    floors(root.querySelector("[data-picture=floors]"));
    thunder(root.querySelector("[data-picture=thunder]"));
    parade(root.querySelector("[data-picture=parade]"));
  };
})((window.course = window.course || {}));
