// A client that is refused and goes on, in either line of the TypeScript SDK.
//
// --sdk v1|v2  --url URL  --transport http|sse (http)  --mode legacy|auto (v2; legacy)  --key SUBSCRIPTION-KEY
// --calls JSON: tool calls in turn, {"name":…,"arguments":…}; with "patient": true a refused call is made once more, as soon as
// the refusal says that it will pass.
//
// A refusal is reported as the SDK shows it: its code, the HTTP status where it tells one, and the JSON-RPC error in its text.

import { setTimeout as pause } from 'node:timers/promises';
import { failure, keyHeaders, main, report } from './report.mjs';

const sdks = {
    v1: async () => ({
        ...(await import('@modelcontextprotocol/sdk/client/index.js')),
        ...(await import('@modelcontextprotocol/sdk/client/sse.js')),
        ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')),
        options: () => ({})
    }),
    v2: async () => ({
        ...(await import('@modelcontextprotocol/client')),
        options: mode => ({ versionNegotiation: { mode: mode ?? 'legacy' } })
    })
};

/** The body of the answer, which the SDKs put behind words of their own. */
function bodyIn(message) {
    const from = message.indexOf('{"jsonrpc"');
    return from < 0 ? undefined : JSON.parse(message.slice(from)).error;
}

await main(async options => {
    const sdk = await sdks[options.sdk]();
    const Transport = options.transport === 'sse' ? sdk.SSEClientTransport : sdk.StreamableHTTPClientTransport;
    const transport = new Transport(new URL(options.url), { requestInit: { headers: keyHeaders(options.key) } });
    const client = new sdk.Client({ name: `e2e-refused-${options.sdk}`, version: '1' }, sdk.options(options.mode));
    await client.connect(transport);
    report('connected', { revision: client.getNegotiatedProtocolVersion?.(), session: transport.sessionId });

    const call = async ({ name, arguments: given, patient }) => {
        try {
            const { content, isError } = await client.callTool({ name, arguments: given });
            const text = content.map(part => part.text ?? '').join('\n');
            report('called', { name, isError: isError ?? false, text });
        } catch (error) {
            const { status, message } = failure(error);
            const refusal = bodyIn(message);
            report('refused', { name, code: error?.code, status, message, error: refusal });
            if (!patient) return;
            await pause(refusal.data.retryAfter * 1000);
            await call({ name, arguments: given });
        }
    };
    for (const one of JSON.parse(options.calls)) await call(one);
    report('session', { after: transport.sessionId });
    await client.close();
});
