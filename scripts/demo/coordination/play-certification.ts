import { seededClerks } from '../../../subgraphs/province/seeds/teams.js';
import { forwarded } from '../journeys.js';
import { APPLICANT, type Asker, playJourney } from '../play-journey.js';
import { act, type Data, sayTitle, type Telling, whoIs } from './ask-command.js';
import { coordinatorOf, HALL } from './people.js';

/** What is at the window: a case that has been received, and who received it. */
export interface Received {
  readonly caseId: string;
  readonly collaborationNo: string;
  readonly clerk: Asker;
}

/** A clerk whom nobody has certified is refused, told which course cures it, taught, examined, certified, and receives. */
export async function playCertification(telling: Telling): Promise<Received> {
  sayTitle(telling, '三、窗口人员：未认证不得收件', '3. The window: who is not certified does not receive');
  const { cases, collaborationNo } = await playJourney(telling.stage, { ...forwarded, steps: [] });
  const caseId = cases.get('GD') ?? '';
  telling.say(`GD  ${whoIs(APPLICANT)} draftCase → ${collaborationNo}`);
  const { subject } = seededClerks('GD').learner;
  const clerk: Asker = { subject, role: 'clerk', province: 'GD', unit: HALL };
  const receipt = { name: 'receiveCase', about: 'case', asker: clerk, in: 'GD', input: { caseId } } as const;
  const refused = await act(telling, {
    ...{ ...receipt, then: 'CLERK_NOT_CERTIFIED', ofRefusal: 'course { id titleZh titleEn lessons }' },
  });
  const course = refused['course'] as Course;
  telling.say(`    ${course.titleZh} · ${course.titleEn}，${course.lessons} 课 lessons`);
  await certify(telling, clerk, course.id);
  await act(telling, { ...receipt, then: 'SUBMITTED' });
  return { caseId, collaborationNo, clerk };
}

interface Course {
  readonly id: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly lessons: number;
}

async function certify(telling: Telling, clerk: Asker, courseId: string): Promise<void> {
  const [teacher, certifier] = [coordinatorOf('GD'), coordinatorOf('GD', 'demo-certifier-GD')];
  const common = { about: 'certification', in: 'GD' } as const;
  const staffId = await staffOf(telling, clerk.subject);
  const enrolled = await act(telling, {
    ...{ ...common, name: 'enrolStaff', asker: teacher, input: { staffId, courseId } },
  });
  const certificationId = enrolled['id'];
  const exam = { ...common, name: 'registerExam', asker: teacher };
  await act(telling, { ...exam, input: { certificationId, score: 55 } });
  await act(telling, { ...exam, input: { certificationId, score: 92 } });
  const certification = { ...common, name: 'certify', input: { certificationId } };
  await act(telling, { ...certification, asker: clerk, then: 'FORBIDDEN' }); // nobody certifies himself
  await act(telling, { ...certification, asker: certifier, then: 'CERTIFIED' });
}

async function staffOf({ stage }: Telling, account: string): Promise<string> {
  const query = '{ staff(province: "GD", first: 50) { nodes { id account } } }';
  const { staff } = await stage.ask(query, {}, coordinatorOf('GD'));
  const { nodes } = staff as { readonly nodes: readonly Data[] };
  const member = nodes.find((node) => node['account'] === account);
  if (member === undefined) throw new Error(`${account} is not on the staff of Guangdong.`);
  return String(member['id']);
}
