// A second backend, in the TypeScript SDK's 2.4 line, which speaks MCP 2026-07-28 as well as the older revisions (those
// without sessions). --port N (0: any); prints {"step":"listening","port":N}. Ends when its standard input does.

import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { main, report } from './report.mjs';

const BOARD = 'notes://board';
let notes = 0;

function notesServer() {
    const server = new McpServer(
        { name: 'notes', version: '1' },
        { capabilities: { resources: { subscribe: true }, tools: {} } }
    );
    server.registerTool(
        'add',
        { description: 'Adds two numbers', inputSchema: z.object({ a: z.number(), b: z.number() }) },
        ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] })
    );
    server.registerTool(
        'count',
        {
            description: 'Counts, with a pause and a progress notification before each number',
            inputSchema: z.object({ to: z.number().int().max(100), pauseMs: z.number().int().max(10_000) })
        },
        async ({ to, pauseMs }, { mcpReq }) => {
            const progressToken = mcpReq._meta?.progressToken;
            for (let progress = 1; progress <= to; progress++) {
                await pause(pauseMs, undefined, { signal: mcpReq.signal });
                if (progressToken === undefined) continue;
                const message = `${progress} at ${new Date().toISOString()}`;
                await mcpReq.notify({
                    method: 'notifications/progress',
                    params: { progressToken, progress, total: to, message }
                });
            }
            return { content: [{ type: 'text', text: `counted to ${to}` }] };
        }
    );
    server.registerTool(
        'pin_note',
        { description: 'Pins a note to the board, which tells the subscribers of the board', inputSchema: z.object({}) },
        () => {
            notes++;
            handler.notify.resourceUpdated(BOARD);
            return { content: [{ type: 'text', text: `${notes} notes` }] };
        }
    );
    server.registerResource('board', BOARD, { mimeType: 'text/plain' }, uri => ({
        contents: [{ uri: uri.href, text: `${notes} notes` }]
    }));
    return server;
}

const handler = createMcpHandler(notesServer, { keepAliveMs: 0 });

await main(async ({ port }) => {
    const answer = toNodeHandler(handler);
    const http = createServer((request, response) => {
        if (request.url === '/mcp') return void answer(request, response);
        response.writeHead(404).end();
    });
    http.listen(Number(port), '127.0.0.1', () => report('listening', { port: http.address().port }));
    await new Promise(resolve => process.stdin.resume().on('end', resolve).on('close', resolve));
});
