import type { DetailedHTMLProps, HTMLAttributes } from 'react';

type MediaChromeProps = DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
  disabled?: boolean;
  notooltip?: boolean;
};

interface MenuItemProps extends MediaChromeProps {
  type?: 'radio';
  value?: string;
  checked?: boolean;
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'media-controller': MediaChromeProps & { hotkeys?: string; autohide?: string };
      'media-control-bar': MediaChromeProps;
      'media-loading-indicator': MediaChromeProps & { noautohide?: boolean };
      'media-play-button': MediaChromeProps;
      'media-mute-button': MediaChromeProps;
      'media-volume-range': MediaChromeProps;
      'media-time-range': MediaChromeProps;
      'media-seek-backward-button': MediaChromeProps & { seekoffset?: string };
      'media-seek-forward-button': MediaChromeProps & { seekoffset?: string };
      'media-pip-button': MediaChromeProps;
      'media-fullscreen-button': MediaChromeProps;
      'media-chrome-menu': MediaChromeProps & { anchor?: string; onchange?: (event: Event) => void };
      'media-chrome-menu-button': MediaChromeProps & { invoketarget?: string };
      'media-chrome-menu-item': MenuItemProps;
    }
  }
}
