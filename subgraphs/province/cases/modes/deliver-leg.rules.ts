import { type Machine, move } from '../machine/machine.rules.js';

/** States of the leg that brings the result to the applicant. */
export type DeliverState = 'PLANNED' | 'READY' | 'IN_DELIVERY' | 'DELIVERED' | 'CANCELLED';

/** DELIVER of 异地代收代办: the receiving window or a courier hands the result over. */
export const deliverLeg: Machine<DeliverState> = {
  name: 'DELIVER',
  labelZh: '异地代收代办：送达',
  labelEn: 'Receive and forward: delivery',
  initial: 'PLANNED',
  states: ['PLANNED', 'READY', 'IN_DELIVERY', 'DELIVERED', 'CANCELLED'],
  final: ['DELIVERED', 'CANCELLED'],
  rows: [
    ...move<DeliverState>('PLANNED', 'prepareDelivery', 'SYSTEM').to('READY', { clocks: ['start HANDING'] }),
    ...move<DeliverState>('READY', 'deliverResult', ['RECEIVING_CLERK', 'SYSTEM']).to('IN_DELIVERY'),
    ...move<DeliverState>('IN_DELIVERY', 'confirmDelivery', ['RECEIVING_CLERK', 'APPLICANT']).to('DELIVERED', {
      guards: ['isDeliveryProved'],
      clocks: ['stop HANDING'],
      sends: 'resultDelivered',
    }),
    ...move<DeliverState>('IN_DELIVERY', 'returnShipment', 'RECEIVING_CLERK').to('READY'),
    ...move<DeliverState>('DELIVERED', 'rateCase', 'APPLICANT').stay({
      guards: ['hasRating', 'wasServedThere', 'isNotRated'],
      sends: 'caseRated',
    }),
    ...move<DeliverState>(['PLANNED', 'READY', 'IN_DELIVERY'], 'cancelDelivery', 'SYSTEM').to('CANCELLED', {
      clocks: ['stop ALL'],
    }),
  ],
  refusals: [],
};
