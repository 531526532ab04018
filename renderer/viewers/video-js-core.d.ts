/** Video.js without its streaming engine (no HLS, no DASH): evidence is plain files. The package types only the whole. */
declare module 'video.js/core.es.js' {
  import videojs from 'video.js';
  // biome-ignore lint/style/noDefaultExport: this is how the package exports it.
  export default videojs;
}
