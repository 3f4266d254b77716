// What scripts in Node and the same scripts in a web page have in common.

export const KEY_HEADER = 'Ocp-Apim-Subscription-Key';

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
