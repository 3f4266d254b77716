// The visit that every client pays to a server, the same for both lines of the TypeScript SDK: list, call, a call with
// progress, and where a resource is named a subscription to it. The steps' names are what the JUnit tests look for.

import { awaited, report } from './report.mjs';

/**
 * Reports progress notifications when the transport hands them on. The SDKs' own callback is later than that, and misses a
 * notification that comes in one piece with the result.
 */
export function watchProgress(transport) {
    const dispatch = transport.onmessage;
    transport.onmessage = (message, extra) => {
        if (message.method === 'notifications/progress') {
            const { progress, total, message: text } = message.params;
            report('progress', { progress, total, message: text });
        }
        dispatch.call(transport, message, extra);
    };
}

/**
 * @param client a connected client of either line
 * @param wants `call` and `progress`: tool calls as {name, arguments}, `progress` or none; `subscribe`: a URI, or none
 * @param sdk what differs: `onUpdate(listener)`, `subscribe(uri)` → a function that ends it, `callTool(call, options)`
 */
export async function visit(client, wants, sdk) {
    const { tools } = await client.listTools();
    report('tools', { names: tools.map(tool => tool.name) });

    reportResult('called', await sdk.callTool(wants.call, {}));
    if (wants.progress) {
        // The callback only makes the SDK ask for progress; see watchProgress.
        reportResult('finished', await sdk.callTool(wants.progress, { onprogress: () => {} }));
    }

    if (wants.subscribe) {
        const update = awaited(`update of ${wants.subscribe}`, 30);
        sdk.onUpdate(uri => {
            if (uri === wants.subscribe) update.arrived(uri);
        });
        const end = await sdk.subscribe(wants.subscribe);
        report('subscribed');
        if (wants.touch) await sdk.callTool(wants.touch, {});
        report('updated', { uri: await update.promise });
        await end();
    }
}

function reportResult(step, result) {
    report(step, {
        isError: result.isError ?? false,
        text: result.content.map(part => part.text ?? '').join('\n'),
        structured: result.structuredContent
    });
}
