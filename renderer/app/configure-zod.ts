import { config } from 'zod';

// Schemas compiled with `new Function` are forbidden by the content security policy. Must be set before any schema is made.
config({ jitless: true });
