/** Closes a union: the compiler refuses a missing case, and a value from outside the types throws. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
};
