// What the client scripts share: they print one JSON line per step, and the JUnit test reads and judges the lines.

export const KEY_HEADER = 'Ocp-Apim-Subscription-Key';

/** Prints one step; `at` is when this process saw it, in milliseconds since 1970. */
export function report(step, facts = {}) {
    process.stdout.write(JSON.stringify({ step, at: Date.now(), ...facts }) + '\n');
}

/** What an SDK's error tells of the HTTP answer: the classes differ, the number is what counts. */
export function failure(error) {
    const said = String(error?.message ?? error);
    const status = [error?.data?.status, error?.code, error?.event?.code].find(code => code >= 400 && code < 600);
    const cause = error?.cause ? failure(error.cause) : undefined;
    const named = /\b(?:HTTP|code:?|status(?: code)?:?) (\d{3})\b/.exec(said)?.[1];
    return { status: status ?? (named ? Number(named) : cause?.status), message: said };
}

/** The headers that carry the key, none where it is empty. */
export function keyHeaders(key) {
    return key ? { [KEY_HEADER]: key } : {};
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

/** A promise for the first value handed to `arrived`, failing after `seconds`. */
export function awaited(what, seconds) {
    let arrived;
    const promise = new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`no ${what} within ${seconds} s`)), seconds * 1000);
        arrived = value => {
            clearTimeout(timer);
            resolve(value);
        };
    });
    promise.catch(() => {});
    return { promise, arrived };
}
