// Moves the bar of a running import and goes to its page when the work is over. Without this script the page reloads.
const box = document.querySelector("[data-tabular-progress]");

async function poll() {
    try {
        const answer = await fetch(box.dataset.url, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (answer.redirected || answer.status === 403 || answer.status === 404) {
            window.location.reload();
            return;
        }
        if (answer.ok) {
            const state = await answer.json();
            if (!state.working) {
                window.location.assign(state.url);
                return;
            }
            const bar = box.querySelector("progress");
            if (state.total) {
                bar.max = state.total;
                bar.value = state.done;
            }
            box.querySelector("[data-tabular-sentence]").textContent = state.sentence;
        }
    } catch {
        // The connection dropped: the work goes on in the server, and so does the asking.
    }
    window.setTimeout(poll, 1500);
}

if (box) {
    window.setTimeout(poll, 800);
}
