// Runs in a page of the web edition: how long Python in the page takes, from a question to its
// answer, for one picture after the other and for every control of each.
async questions => {
    const { engine } = await import(new URL('_static/lossviz/engine.js', document.baseURI).href);
    await engine.start();
    const found = {};
    for (const [picture, asked] of Object.entries(questions)) {
        const source = engine.open(picture);
        const heard = { welcome() {}, answer() {}, refuse() {} };
        source.start(message => heard[message.kind]?.(message));
        const told = kind => new Promise((resolve, reject) => {
            heard[kind] = resolve;
            heard.refuse = ({ reason }) => reject(new Error(`${picture}: ${reason}`));
        });
        const common = { page: 'benchmark', layout: 'wide' };
        const begin = performance.now();
        source.send({ kind: 'hello', ...common });
        await told('welcome');
        found[picture] = { made: performance.now() - begin, controls: {} };
        let seq = 0;
        for (const [control, keys] of Object.entries(asked)) {
            const times = [];
            for (const key of keys) {
                const sent = performance.now();
                source.send({ kind: 'ask', seq: ++seq, key, known: false, ...common });
                await told('answer');
                times.push(performance.now() - sent);
            }
            found[picture].controls[control] = times;
        }
        source.close();
    }
    return found;
}
