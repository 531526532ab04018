/** Whether another program is known to give out this device's numbers: the workspace was copied, or put back to a moment long gone. */
export const copied = `
ALTER TABLE device_identity ADD COLUMN copied INTEGER NOT NULL DEFAULT 0 CHECK (copied IN (0, 1));
`;
