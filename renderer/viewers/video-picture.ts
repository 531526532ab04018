import type { Size } from './zoom.ts';

/** Where a picture lies in its screen, in CSS pixels from the screen's top left. */
export type PictureBox = Size & { readonly left: number; readonly top: number };

/** A picture fitted whole into a screen and centred: the rest of the screen is black bars. Null until both have a size. */
export const pictureBox = (screen: Size, picture: Size): PictureBox | null => {
  if (screen.width <= 0 || screen.height <= 0 || picture.width <= 0 || picture.height <= 0) return null;
  const scale = Math.min(screen.width / picture.width, screen.height / picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  return { width, height, left: (screen.width - width) / 2, top: (screen.height - height) / 2 };
};
