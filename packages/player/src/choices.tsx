import type { ChoiceMenuProps } from './choice-menu.js';
import { AudioIcon, SubtitlesIcon } from './icons.js';
import { AUTO } from './rendition.js';
import type { Track } from './track.js';
import type { useAudio } from './use-audio.js';
import { RATES } from './use-playback-rate.js';
import type { useQuality } from './use-quality.js';
import { OFF, type useSubtitles } from './use-subtitles.js';

const choicesOf = (tracks: Track[]) => tracks.map(({ label }, value) => ({ value, label }));

type Audio = Pick<ReturnType<typeof useAudio>, 'tracks' | 'heard' | 'choose'>;

const audioChoice = ({ tracks, heard, choose }: Audio): ChoiceMenuProps => ({
  ...{ name: 'Audio', choices: choicesOf(tracks), chosen: heard, shown: tracks[heard]?.label ?? '' },
  ...{ icon: <AudioIcon />, onChoose: choose },
});

type Subtitles = Pick<ReturnType<typeof useSubtitles>, 'tracks' | 'shown' | 'choose'>;

const subtitlesChoice = ({ tracks, shown, choose }: Subtitles): ChoiceMenuProps => ({
  ...{ name: 'Subtitles', choices: [{ value: OFF, label: 'Off' }, ...choicesOf(tracks)] },
  ...{ chosen: shown, shown: tracks[shown]?.label ?? 'Off' },
  ...{ icon: <SubtitlesIcon isOn={shown !== OFF} />, onChoose: choose },
});

const rateLabel = (rate: number): string => `${rate}×`;
const RATE_CHOICES = RATES.map((value) => ({ value, label: rateLabel(value) }));

const speedChoice = (rate: number, onChoose: (rate: number) => void): ChoiceMenuProps => ({
  ...{ name: 'Speed', choices: RATE_CHOICES, chosen: rate, shown: rateLabel(rate), onChoose },
});

type Quality = Pick<ReturnType<typeof useQuality>, 'renditions' | 'shown' | 'chosenLevel' | 'choose'>;

function qualityChoice({ renditions, shown, chosenLevel, choose }: Quality): ChoiceMenuProps {
  const levels = renditions.map(({ level, label }) => ({ value: level, label }));
  const auto = { value: AUTO, label: chosenLevel === AUTO && shown ? `Auto (${shown})` : 'Auto' };
  return {
    ...{ name: 'Quality', choices: [auto, ...levels], chosen: chosenLevel, shown: shown ?? 'Auto', onChoose: choose },
  };
}

interface Choosable {
  audio: Audio;
  subtitles: Subtitles;
  rate: number;
  chooseRate: (rate: number) => void;
  quality: Quality;
}

/** What there is to choose in this video, in the order of the buttons. */
export const choicesIn = ({ audio, subtitles, rate, chooseRate, quality }: Choosable): ChoiceMenuProps[] =>
  [audioChoice(audio), subtitlesChoice(subtitles), speedChoice(rate, chooseRate), qualityChoice(quality)].filter(
    ({ choices }) => choices.length > 1,
  );
