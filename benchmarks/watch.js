// Runs in the page that is measured: notes when a key is pressed, when the picture changes, and
// when the animation frame comes that shows the change; and moves controls faster than a test can.
() => {
    const bench = (window.bench = { pressed: 0, changes: [] });
    document.addEventListener('keydown', () => { bench.pressed = performance.now(); }, true);

    let changed = null; // one change for each frame, however many parts of the page change in it
    const note = () => {
        if (changed !== null) return;
        changed = performance.now();
        requestAnimationFrame(() => {
            bench.changes.push({ changed, shown: performance.now() });
            changed = null;
        });
    };

    // A picture changes when an SVG is put into the page, when something inside one changes, when
    // an image has been loaded, or when a canvas is painted. Its text alternative is not seen.
    const whole = 'svg[role=img], path.js-line';
    const part = 'svg[role=img] *, path.js-line';
    const isPicture = node => node.nodeType === 1 &&
        (node.matches(whole) || node.querySelector(whole) !== null);
    new MutationObserver(records => {
        if (records.some(({ target, addedNodes }) =>
            (target.nodeType === 3 ? target.parentElement : target)?.matches(part) ||
            [...addedNodes].some(isPicture))) note();
    }).observe(document.body, {
        subtree: true, childList: true, attributes: true, characterData: true,
    });
    document.addEventListener('load', event => {
        if (event.target.tagName === 'IMG') note();
    }, true);
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
        note();
        return draw.apply(this, rest);
    };

    // Milliseconds from the last key to the first change and to the frame that shows it.
    bench.first = () => {
        const { changed, shown } = bench.changes.find(change => change.shown >= bench.pressed);
        return [changed - bench.pressed, shown - bench.pressed];
    };

    // Whether the picture has changed since the last key, and what follows the first change is over.
    bench.quiet = pause => {
        const last = bench.changes.at(-1)?.shown;
        return last >= bench.pressed && performance.now() - last > pause;
    };

    bench.framesPerSecond = (start, end) =>
        bench.changes.filter(({ shown }) => start <= shown && shown <= end).length /
        (end - start) * 1000;

    // One step of the control that has the focus. A browser moves its own sliders for real keys
    // only.
    const step = right => {
        const control = document.activeElement;
        bench.pressed = performance.now();
        if (control.type === 'range') {
            if (right) control.stepUp();
            else control.stepDown();
            control.dispatchEvent(new Event('input', { bubbles: true }));
        } else {
            const key = right ? 'ArrowRight' : 'ArrowLeft';
            control.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
        }
    };
    const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

    // Sixty steps a second, to and fro over a number of places; returns the frames per second.
    bench.drag = async (places, steps) => {
        bench.changes = [];
        const start = performance.now();
        for (let i = 0; i < steps; i++) {
            step(i % (2 * places) < places);
            await pause(Math.max(0, start + (i + 1) * 1000 / 60 - performance.now()));
        }
        return bench.framesPerSecond(start, bench.pressed);
    };

    // As many steps as the page can make, with room for other events after each few.
    bench.hurry = async (places, steps) => {
        for (let i = 0; i < steps; i++) {
            step(i % (2 * places) < places);
            if (i % 10 === 9) await pause(0);
        }
        bench.changes = [];
    };
}
