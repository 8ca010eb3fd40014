// HTML Living Standard: what the coverage page does: it draws the class that is chosen, and finds, sorts and folds in it.

export const pageScript = `
const data=JSON.parse(document.getElementById('data').textContent);
const at=(id)=>document.getElementById(id);
const tabs=[...document.querySelectorAll('[role=tab]')];
const [list,shown,search,which,order]=['list','shown','search','which','order'].map(at);
const make=(name,className,...children)=>{const element=document.createElement(name);if(className)element.className=className;element.append(...children);return element};
const classes=data.classes.map(({kind,title,groups})=>({kind,title,groups:groups.map(([name,flat])=>{
  const items=[];for(let index=0;index<flat.length;index+=2)items.push({name:flat[index],count:flat[index+1]});
  return{name,items,used:items.filter(({count})=>count>0).length}})}));
let chosen=classes[0];

/* The namespace before the last dot; a set's container before the slash. */
const spaceOf=(name)=>{const end=Math.max(name.lastIndexOf('/'),name.lastIndexOf('.'));return end<0||name.includes(' ')?'':name.slice(0,end)};
const ownName=(name)=>{const space=spaceOf(name);return space===''?name:name.slice(space.length+1)};
const shareOf=({used,items})=>used/items.length;
const orders={
  open:(a,b)=>shareOf(a)-shareOf(b)||b.items.length-a.items.length,
  used:(a,b)=>(a.used===0)-(b.used===0)||shareOf(a)-shareOf(b)||b.items.length-a.items.length,
  name:()=>0};
const kinds={all:()=>true,part:(group)=>group.used>0&&group.used<group.items.length,none:(group)=>group.used===0,full:(group)=>group.used===group.items.length};

function marked(text,wanted){
  const start=wanted===''?-1:text.toLowerCase().indexOf(wanted);
  const code=make('code');
  if(start<0)code.append(text);
  else code.append(text.slice(0,start),make('mark','',text.slice(start,start+wanted.length)),text.slice(start+wanted.length));
  return code}
function summary(name,used,total){
  const fill=make('i',used===total?'full':'');fill.style.width=(used===0?0:Math.max(2,100*used/total))+'%';
  return make('summary','',name,make('span','bar',fill),make('span','',used+' of '+total))}
function itemList(items,wanted){
  return make('ul','',...items.map(({name,count})=>{
    const item=make('li',count>0?'hit':'miss',marked(name,wanted));
    item.append(make('span','out',count>0?'exercised':'not exercised'));
    if(count>0){const number=make('b','',String(count));number.title=count+(count===1?' exchange':' exchanges');item.append(number)}
    return item}))}
/* What is folded is not drawn: a large model has tens of thousands of items. */
function fold(className,head,content,isOpen){
  const details=make('details',className,head);
  const draw=()=>{if(details.open&&details.childElementCount===1)details.append(...content())};
  details.open=isOpen;draw();details.addEventListener('toggle',draw);
  return details}

function find(wanted){
  const fits=kinds[which.value];
  return chosen.groups.filter(fits).map((group)=>{
    const inName=wanted===''||group.name.toLowerCase().includes(wanted);
    return{...group,found:inName?group.items:group.items.filter(({name})=>name.toLowerCase().includes(wanted))}})
    .filter(({found})=>found.length>0).sort(orders[order.value])}

function draw(openAll=false){
  const wanted=search.value.trim().toLowerCase();
  const groups=find(wanted);
  const items=groups.reduce((sum,{found})=>sum+found.length,0);
  const unfold=openAll||(wanted!==''&&items<=300)||groups.length===1;
  const drawGroup=(group)=>{
    const sorted=order.value==='name'?group.found:[...group.found].sort((a,b)=>(a.count>0)-(b.count>0));
    return fold('group',summary(marked(ownName(group.name),wanted),group.used,group.items.length),()=>[itemList(sorted,wanted)],unfold)};
  const spaces=new Map();
  for(const group of groups){const space=spaceOf(group.name);spaces.set(space,[...(spaces.get(space)??[]),group])}
  const sum=(all,of)=>all.reduce((total,group)=>total+of(group),0);
  list.replaceChildren(...(chosen.kind==='errors'&&data.errors.length>0?[errorTable(wanted)]:[]),...[...spaces].map(([space,all],index)=>{
    const head=summary(make('code','',space===''?chosen.title:space),sum(all,({used})=>used),sum(all,({items})=>items.length));
    return fold('space',head,()=>all.map(drawGroup),index===0||wanted!==''||openAll)}));
  if(groups.length===0)list.append(make('p','empty',chosen.groups.length===0?'The model has nothing of this kind.':'Nothing is like that.'));
  shown.textContent=items+(items===1?' item':' items')+' in '+groups.length+(groups.length===1?' group':' groups')}

function errorTable(wanted){
  const cell=(content,className)=>make('td',className??'',content);
  const rows=data.errors.filter(([operation,status,code])=>(operation+status+code).toLowerCase().includes(wanted));
  const head=make('tr','',...['Status','Code','Operation','Exchanges'].map((title)=>make('th','',title)));
  return make('table','',make('thead','',head),make('tbody','',...rows.map(([operation,status,code,count])=>make('tr','',cell(String(status),'status'),cell(marked(code,wanted)),cell(marked(operation,wanted)),cell(String(count))))))}

function choose(kind,isAsked){
  const index=Math.max(0,classes.findIndex((one)=>one.kind===kind));
  chosen=classes[index];
  tabs.forEach((tab,position)=>{const isChosen=position===index;tab.setAttribute('aria-selected',String(isChosen));tab.tabIndex=isChosen?0:-1;if(isChosen){list.setAttribute('aria-labelledby',tab.id);if(isAsked)tab.focus()}});
  if(isAsked)history.replaceState(null,'','#'+chosen.kind);
  draw()}
tabs.forEach((tab,index)=>{
  tab.addEventListener('click',()=>choose(classes[index].kind,true));
  tab.addEventListener('keydown',(event)=>{
    const to={ArrowRight:index+1,ArrowDown:index+1,ArrowLeft:index-1,ArrowUp:index-1,Home:0,End:tabs.length-1}[event.key];
    if(to===undefined)return;event.preventDefault();choose(classes[(to+tabs.length)%tabs.length].kind,true)})});
search.addEventListener('input',()=>draw());
for(const select of [which,order])select.addEventListener('change',()=>draw());
at('unfold').addEventListener('click',()=>draw(true));
at('fold').addEventListener('click',()=>{for(const details of list.querySelectorAll('details'))details.open=false});
at('theme').addEventListener('click',()=>{const isDark=getComputedStyle(document.documentElement).colorScheme==='dark';document.documentElement.dataset.theme=isDark?'light':'dark'});
document.addEventListener('keydown',(event)=>{
  const isTyping=/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName??'');
  if(event.key==='/'&&!isTyping&&!event.ctrlKey&&!event.metaKey){event.preventDefault();search.focus()}
  else if(event.key==='Escape'&&document.activeElement===search){search.value='';draw()}});
addEventListener('hashchange',()=>choose(location.hash.slice(1),false));
choose(location.hash.slice(1),false);`;
