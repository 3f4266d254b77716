// What report.mjs is to a script in Node, for the same script in a web page: steps go to the server that the page came from,
// arguments come in its query.

import { failure, keyHeaders, awaited, KEY_HEADER } from './reported.mjs';

export { failure, keyHeaders, awaited, KEY_HEADER };

let last = Promise.resolve();

/** Reports one step, after those before it. */
export function report(step, facts = {}) {
    const body = JSON.stringify({ step, at: Date.now(), ...facts });
    last = last.then(() => fetch('/step', { method: 'POST', body }));
}

/** Runs `body` with the arguments of the query; a failure is the last step. */
export async function main(body) {
    try {
        await body(Object.fromEntries(new URLSearchParams(location.search)));
        report('done');
    } catch (error) {
        report('failed', failure(error));
    }
    await last;
}
