import { TAG_MAX_CHARS } from '@kinora/contracts';
import { Button, SelectField, TextField } from '@kinora/ui';
import { VISIBILITY_OPTIONS } from './visibility-options.js';

const TrashActions = () => (
  <>
    <Button type="submit" name="action" value="restore" formNoValidate className="min-h-11">
      Restore
    </Button>
    <label className="flex min-h-11 items-center gap-2.5 text-sm">
      <input type="checkbox" name="sure" value="yes" required className="size-5 accent-accent" />I know that this cannot
      be undone
    </label>
    <Button type="submit" name="action" value="delete" kind="danger" className="min-h-11">
      Delete for good
    </Button>
  </>
);

const ListActions = () => (
  <>
    <div className="flex items-end gap-2">
      <SelectField label="Who can watch" name="visibility" options={VISIBILITY_OPTIONS} />
      <Button type="submit" name="action" value="visibility" className="min-h-11">
        Apply
      </Button>
    </div>
    <div className="flex items-end gap-2">
      <TextField label="Tag" name="tag" maxLength={TAG_MAX_CHARS} />
      <Button type="submit" name="action" value="add-tag" className="min-h-11">
        Add
      </Button>
      <Button type="submit" name="action" value="remove-tag" className="min-h-11">
        Remove
      </Button>
    </div>
    <Button type="submit" name="action" value="trash" kind="danger" className="min-h-11">
      Delete
    </Button>
  </>
);

/** What can be done with the videos that are ticked, where there is no JavaScript: the end of the form of the list. */
export const PlainBulkBar = ({ isTrash }: { isTrash: boolean }) => (
  <fieldset className="flex flex-wrap items-end gap-x-5 gap-y-3 border-t border-line py-4">
    <legend className="float-left w-full text-sm font-semibold">Change the videos that are ticked</legend>
    {isTrash ? <TrashActions /> : <ListActions />}
  </fieldset>
);
