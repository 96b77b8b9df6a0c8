// Lets a file be dropped anywhere on the frame of the file field, and says which one was taken.
for (const frame of document.querySelectorAll("[data-tabular-drop]")) {
    const input = frame.querySelector("input[type=file]");
    const hint = frame.querySelector("[data-tabular-hint]");
    hint.hidden = false;

    for (const name of ["dragenter", "dragover"]) {
        frame.addEventListener(name, (event) => {
            event.preventDefault();
            frame.classList.add("is-over");
        });
    }
    for (const name of ["dragleave", "drop"]) {
        frame.addEventListener(name, () => frame.classList.remove("is-over"));
    }
    frame.addEventListener("drop", (event) => {
        event.preventDefault();
        if (event.dataTransfer.files.length === 1) {
            input.files = event.dataTransfer.files;
            input.dispatchEvent(new Event("change", { bubbles: true }));
        } else {
            hint.textContent = hint.dataset.one;
        }
    });
    input.addEventListener("change", () => {
        if (input.files.length) {
            hint.textContent = hint.dataset.taken.replace("{name}", input.files[0].name);
        }
    });
}
