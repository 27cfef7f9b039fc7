import { Migration } from '@mikro-orm/migrations';
import { addColumns } from './create-table.js';

/** Who acted, and who the applicant of a case is. Of cases from before nobody knows. */
export class Actors extends Migration {
  override async up(): Promise<void> {
    await addColumns(this, {
      case_log: { subject: 'text' },
      case_file: { applicant_person: 'text', applicant_subject: 'text' },
    });
  }
}
