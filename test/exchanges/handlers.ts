// What the operations of shop.csdl.xml do.
import type { Entity } from '../../src/edm/entity.ts';
import type { OperationHandlers } from '../../src/service/handlers.ts';

export const handlers: OperationHandlers = {
  'Shop.Double': ({ n }) => Number(n) * 2,
  'Shop.Cheapest': (_, { binding }) =>
    [...(binding as readonly Entity[])].sort((a, b) => Number(a.values.Price) - Number(b.values.Price))[0],
  'Shop.Raise': async ({ by }, { binding, store }) => {
    const article = binding as Entity;
    const Price = String(Number(article.values.Price) + Number(by));
    return store.replace(article.identity, { ...article.values, Price });
  },
};
