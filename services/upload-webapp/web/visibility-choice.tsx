import type { Visibility } from '@kinora/contracts';
import { RadioCards } from '@kinora/ui';

const CHOICES = [
  { value: 'public', label: 'Public', hint: 'Everybody can find and watch it.' },
  { value: 'unlisted', label: 'Unlisted', hint: 'Whoever has the link can watch it.' },
  { value: 'private', label: 'Private', hint: 'Only you can watch it.' },
] as const;

export const VisibilityChoice = ({ value }: { value: Visibility }) => (
  <RadioCards legend="Who can watch" name="visibility" choices={CHOICES} defaultValue={value} />
);
