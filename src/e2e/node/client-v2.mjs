// A visit with the TypeScript SDK's second line: --url, --mode legacy|auto|<revision to pin>, --key, --wants (JSON, see
// visit.mjs).

import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { keyHeaders, main, report } from './report.mjs';
import { visit, watchProgress } from './visit.mjs';

await main(async ({ url, mode, key, wants }) => {
    const client = new Client(
        { name: 'e2e-v2', version: '1' },
        { versionNegotiation: { mode: ['legacy', 'auto'].includes(mode) ? mode : { pin: mode } } }
    );
    const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: keyHeaders(key) } });
    await client.connect(transport);
    watchProgress(transport);
    const era = client.getProtocolEra();
    report('connected', {
        server: client.getServerVersion()?.name,
        session: transport.sessionId,
        revision: client.getNegotiatedProtocolVersion(),
        era
    });
    await visit(client, JSON.parse(wants), {
        callTool: (call, given) => client.callTool(call, given),
        onUpdate: listener =>
            client.setNotificationHandler('notifications/resources/updated', ({ params }) => listener(params.uri)),
        subscribe: async uri => {
            if (era === 'modern') {
                const subscription = await client.listen({ resourceSubscriptions: [uri] });
                return async () => {
                    await subscription.close();
                    report('unsubscribed', { how: await subscription.closed });
                };
            }
            await client.subscribeResource({ uri });
            return () => client.unsubscribeResource({ uri });
        }
    });
    if (era === 'legacy') {
        await transport.terminateSession();
        report('terminated');
    }
    await client.close();
});
