// What the client scripts share: they print one JSON line per step, and the JUnit test reads and judges the lines.

import { failure } from './reported.mjs';

export { awaited, failure, KEY_HEADER, keyHeaders } from './reported.mjs';

/** Prints one step; `at` is when this process saw it, in milliseconds since 1970. */
export function report(step, facts = {}) {
    process.stdout.write(JSON.stringify({ step, at: Date.now(), ...facts }) + '\n');
}

/** Runs `body` with `--name value` arguments as an object; a failure is the last step and exit status 1. */
export async function main(body) {
    const options = {};
    for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
    try {
        await body(options);
        report('done');
        process.exit(0);
    } catch (error) {
        report('failed', failure(error));
        process.exit(1);
    }
}
