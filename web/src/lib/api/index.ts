/**
 * The one door to the server: the generated client with the manners of the house. A call never throws; it gives `{ data }` or
 * `{ error }`, and an error is a Problem, also when the line is down. Cookies go to our own address and nowhere else.
 */
import { client } from './generated/client.gen.ts';
import { baseUrl, querySerializer, toProblem } from './wire.ts';

client.setConfig({ baseUrl, credentials: 'same-origin', headers: { accept: 'application/json' }, querySerializer });
client.interceptors.error.use((cause, response) => toProblem(cause, response));

export * from './generated/sdk.gen.ts';
export type * from './generated/types.gen.ts';
export { address, failed, given, heard, problem, type Result } from './wire.ts';
export { problemText, fieldTexts } from './problem.ts';
export { newId } from './id.ts';
