/** A play triangle cut out of a rounded tile, in a box of 32 by 32. */
export const LOGO_PATH =
  'M8 0h16a8 8 0 0 1 8 8v16a8 8 0 0 1-8 8H8a8 8 0 0 1-8-8V8a8 8 0 0 1 8-8Zm4.5 9.2v13.6a1 1 0 0 0 1.53.85l10.9-6.8a1 1 0 0 0 0-1.7l-10.9-6.8a1 1 0 0 0-1.53.85Z';

const svg = (fill: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" aria-hidden="true"><path fill="${fill}" fill-rule="evenodd" d="${LOGO_PATH}"/></svg>`;

export const LOGO_SVG = svg('currentColor');

/** The site's icon as an address that needs no request. Mid blue: it shows on light and on dark tabs. */
export const FAVICON = `data:image/svg+xml,${encodeURIComponent(svg('#5b62e0'))}`;
