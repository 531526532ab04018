const two = (value: number): string => String(value).padStart(2, '0');

/** Seconds as h:mm:ss.mmm, hours with at least `hourDigits` digits. */
export const clockTime = (seconds: number, hourDigits = 1): string => {
  const milliseconds = Math.round(seconds * 1000);
  const whole = Math.floor(milliseconds / 1000);
  const hours = String(Math.floor(whole / 3600)).padStart(hourDigits, '0');
  const rest = String(milliseconds - whole * 1000).padStart(3, '0');
  return `${hours}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}.${rest}`;
};
