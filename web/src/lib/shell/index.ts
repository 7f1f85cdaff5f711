export { default as Shell } from './Shell.svelte';
export { default as Door } from './Door.svelte';
export { session } from './session.svelte.ts';
export { theme } from './theme.svelte.ts';
export { countsOf, useProject, provideProject, type OpenProject } from './project.svelte.ts';
export { commands, offerCommands, type Command } from './commands.svelte.ts';
export { placesFor, places } from './places.ts';
