// What the operations of the reference service do: the part of its description that a model can't say.
import { type Entity, ODataError, type OperationContext, type OperationHandlers } from 'odata-emulator';

type Context = Parameters<OperationHandlers[string]>[1];

const product = (context: Context): Entity => context.binding as Entity;
const price = ({ values }: Entity): number => values.Price as number;
const text = (value: unknown): string => value as string;

/** Int64 parameters come as bigint; results must fit Int64. */
function int64(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) {
    throw new ODataError(400, 'InvalidValue', `${value} is beyond the range of Edm.Int64.`);
  }
  return value;
}

async function topProducts(
  { entities }: OperationContext,
  count: bigint,
  category?: string,
): Promise<readonly Entity[]> {
  if (count < 0n)
    throw new ODataError(400, 'InvalidValue', `count must not be negative; found ${count}.`, {
      target: 'count',
    });
  const filter =
    category === undefined
      ? ''
      : `&$filter=Category/Name eq '${encodeURIComponent(category.replaceAll("'", "''"))}'`;
  return entities(`Products?$orderby=Price desc,ID&$top=${count}${filter}`);
}

async function setPrice({ store }: OperationContext, entity: Entity, value: number): Promise<Entity> {
  return store.replace(entity.identity, { ...entity.values, Price: value });
}

async function process(context: OperationContext, percentage: number, minPrice: number): Promise<void> {
  for (const entity of await context.entities('Products')) {
    if (price(entity) >= minPrice) await setPrice(context, entity, price(entity) * (1 - percentage / 100));
  }
}

/** @param seedPrices `Price` by `ID` of the seeded products */
export function createHandlers(seedPrices: ReadonlyMap<string, number>): OperationHandlers {
  return {
    'ReferenceService.GetTopProducts()': (_, context) => topProducts(context, 10n),
    'ReferenceService.GetTopProducts(count)': ({ count }, context) => topProducts(context, count as bigint),
    'ReferenceService.GetTopProducts(count,category)': ({ count, category }, context) =>
      topProducts(context, count as bigint, text(category)),

    'ReferenceService.FindProducts': async ({ name, maxPrice }, { entities }) =>
      (await entities('Products')).filter(
        (entity) => text(entity.values.Name).includes(text(name)) && price(entity) <= (maxPrice as number),
      ),

    'ReferenceService.GetProductStats': async (_, { entities }) => {
      const prices = (await entities('Products')).map(price);
      const some = prices.length > 0;
      return {
        totalProducts: BigInt(prices.length),
        averagePrice: some ? prices.reduce((sum, value) => sum + value, 0) / prices.length : null,
        maxPrice: some ? Math.max(...prices) : null,
        minPrice: some ? Math.min(...prices) : null,
      };
    },

    'ReferenceService.Calculate(value)': ({ value }) => int64((value as bigint) * 2n),
    'ReferenceService.Calculate(a,b)': ({ a, b }) => int64((a as bigint) + (b as bigint)),
    'ReferenceService.Convert(input)': ({ input }) => `String: ${text(input)}`,
    'ReferenceService.Convert(number)': ({ number }) => `Number: ${number}`,

    'ReferenceService.GetRelatedProducts': async (_, context) => {
      const { CategoryID, ID } = product(context).values;
      if (CategoryID === null) return [];
      return context.entities(
        `Products?$filter=CategoryID eq ${text(CategoryID)} and ID ne ${text(ID)}&$top=5`,
      );
    },
    'ReferenceService.GetTotalPrice': ({ taxRate }, context) =>
      price(product(context)) * (1 + (taxRate as number)),
    'ReferenceService.CalculatePrice(discount)': ({ discount }, context) =>
      price(product(context)) * (1 - (discount as number) / 100),
    'ReferenceService.CalculatePrice(discount,tax)': ({ discount, tax }, context) =>
      price(product(context)) * (1 - (discount as number) / 100) * (1 + (tax as number) / 100),
    'ReferenceService.GetInfo': ({ format }, context) => {
      const entity = product(context);
      return `Product: ${text(entity.values.Name)} (Price: ${price(entity).toFixed(2)}) in ${text(format)} format`;
    },

    'ReferenceService.GetAveragePrice': (_, { binding }) => {
      const prices = (binding as readonly Entity[]).map(price);
      return prices.length === 0 ? null : prices.reduce((sum, value) => sum + value, 0) / prices.length;
    },

    'ReferenceService.ApplyDiscount': ({ percentage }, context) =>
      setPrice(context, product(context), price(product(context)) * (1 - (percentage as number) / 100)),
    'ReferenceService.IncreasePrice': async ({ amount }, context) => {
      await setPrice(context, product(context), price(product(context)) + (amount as number));
    },
    'ReferenceService.Activate': async (_, context) => {
      const { identity, values } = product(context);
      const flags = text(values.Status)
        .split(',')
        .filter((flag) => !['Discontinued', 'InStock', 'None'].includes(flag));
      await context.store.replace(identity, { ...values, Status: ['InStock', ...flags].join(',') });
    },
    'ReferenceService.CalculateDiscount': ({ percentage }, context) =>
      price(product(context)) * (1 - (percentage as number) / 100),
    'ReferenceService.MarkAllAsReviewed': () => undefined,

    'ReferenceService.Process': ({ percentage, minPrice }, context) =>
      process(
        context,
        percentage as number,
        (minPrice as number | null | undefined) ?? Number.NEGATIVE_INFINITY,
      ),
    'ReferenceService.ResetAllPrices': async (_, context) => {
      let updatedCount = 0;
      for (const entity of await context.entities('Products')) {
        const seed = seedPrices.get(text(entity.values.ID));
        if (seed === undefined) continue;
        await setPrice(context, entity, seed);
        updatedCount++;
      }
      return { message: `${updatedCount} products have their seed price.`, updatedCount };
    },
    'ReferenceService.ResetProducts': () => undefined,
    'ReferenceService.Reseed': (_, context) => {
      context.resetAfterwards();
      return { status: 'success', message: 'Everything is as it was seeded.' };
    },
  };
}
