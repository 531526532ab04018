import { registerHooks } from 'node:module';

/* Loaded before the Electron entry: gives it the stand-in wherever it imports `electron`. */
const standIn = new URL('./electron-module.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === 'electron' ? { url: standIn, shortCircuit: true } : nextResolve(specifier, context),
});
