// A visit with the TypeScript SDK's first line: --url, --transport http|sse, --key, --wants (JSON, see visit.mjs).

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { keyHeaders, main, report } from './report.mjs';
import { visit, watchProgress } from './visit.mjs';

const transports = {
    http: ({ url, key }) =>
        new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: keyHeaders(key) } }),
    sse: ({ url, key }) =>
        new SSEClientTransport(new URL(url), {
            requestInit: { headers: keyHeaders(key) },
            eventSourceInit: {
                fetch: (target, init) => fetch(target, { ...init, headers: { ...init.headers, ...keyHeaders(key) } })
            }
        }),
    // A program between: its command line as a JSON array.
    stdio: ({ command }) => {
        const [program, ...args] = JSON.parse(command);
        return new StdioClientTransport({ command: program, args, env: process.env, stderr: 'inherit' });
    }
};

await main(async options => {
    const client = new Client({ name: 'e2e-v1', version: '1' });
    const transport = transports[options.transport](options);
    await client.connect(transport);
    watchProgress(transport);
    report('connected', { server: client.getServerVersion()?.name, session: transport.sessionId });
    await visit(client, JSON.parse(options.wants), {
        callTool: (call, given) => client.callTool(call, undefined, given),
        onUpdate: listener =>
            client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => listener(params.uri)),
        subscribe: async uri => {
            await client.subscribeResource({ uri });
            return () => client.unsubscribeResource({ uri });
        }
    });
    if (options.transport === 'http') {
        await transport.terminateSession();
        report('terminated');
    }
    await client.close();
});
