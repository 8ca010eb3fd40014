// HTML Living Standard: what the page of requests does: it asks the admin endpoints, shows the journal, and finds in it.

export const inspectorScript = `
const at=(id)=>document.getElementById(id);
const make=(name,className,...children)=>{const element=document.createElement(name);element.className=className;element.append(...children);return element};
const [session,live,search,which,list,shown]=['session','live','search','which','list','shown'].map(at);
let entries=[];
/* The last number that is shown, by service. */
let last=new Map();
const ask=async(path,method='GET')=>{
  const response=await fetch('/_emulator'+path,{method,headers:session.value===''?{}:{'Emulator-Session':session.value}});
  if(!response.ok)throw new Error((await response.json()).error.message);
  return response.status===204?undefined:response.json()};

const isError=({status})=>status===0||status>=400;
const kinds={all:()=>true,violations:({verdict})=>verdict==='violations',errors:isError,defaultAnswer:({answeredBy})=>answeredBy==='defaultAnswer',changes:({changes})=>changes.length>0};
const names={defaultAnswer:'default answer',handler:'handler',fault:'fault',service:''};
const pretty=(text)=>{try{return JSON.stringify(JSON.parse(text),null,2)}catch{return text}};
const block=(title,content)=>[make('h2','',title),content];
const textBlock=(title,text)=>text===undefined||text===''?[]:block(title,make('pre','',pretty(text)));
const listBlock=(title,items)=>items.length===0?[]:block(title,make('ul','',...items.map((item)=>make('li','',item))));

function describe({violations,changes,headers,body,responseBody,operation,fault,time}){
  return make('div','more',
    ...listBlock('Violations',violations.map(({target,message})=>(target?target+': ':'')+message)),
    ...listBlock('Changes',changes.map(({kind,entity,link,target})=>[kind,entity,link,target].filter(Boolean).join(' '))),
    ...(operation===undefined?[]:block('Operation',make('span','',operation))),
    ...(fault===undefined?[]:block('Fault',make('span','',fault))),
    ...textBlock('Request body',body),
    ...textBlock('Answer',responseBody),
    ...textBlock('Request headers',Object.entries(headers).map(([name,value])=>name+': '+value).join('\\n')),
    ...block('Time',make('span','',new Date(time).toLocaleString())))}

const readable=(url)=>{try{return decodeURI(url)}catch{return url}};
/* A request has one row, which stays open while others come. */
const rows=new WeakMap();
const rowOf=(entry)=>{if(!rows.has(entry))rows.set(entry,row(entry));return rows.get(entry)};
function row(entry){
  const {number,method,service,url,status,verdict,answeredBy,milliseconds}=entry;
  const tone=isError(entry)?'bad':verdict==='violations'||answeredBy==='defaultAnswer'?'doubt':'good';
  const by=verdict==='violations'?'violations':names[answeredBy];
  const path=make('span','path',service+'/'+readable(url));path.title=service+'/'+url;
  const summary=make('summary','',make('span','number',String(number)),make('span','method',method),path,
    make('span',tone,status===0?'reset':String(status)),make('span','by '+tone,by),make('span','time',milliseconds.toFixed(1)+' ms'));
  const details=make('details','',summary);
  details.addEventListener('toggle',()=>{if(details.open&&details.childElementCount===1)details.append(describe(entry))});
  return details}

function draw(){
  const wanted=search.value.toLowerCase();
  const found=entries.filter((entry)=>kinds[which.value](entry)&&(wanted===''||[entry.method,entry.service+'/'+entry.url,entry.status].join(' ').toLowerCase().includes(wanted)));
  shown.textContent=entries.length===0?'':found.length+' of '+entries.length+' requests';
  const empty=entries.length===0?'No requests yet. What is asked of the services is shown here.':'No request is like that.';
  list.replaceChildren(...(found.length===0?[make('p','empty',empty)]:found.map(rowOf)))}

async function look(){
  const overview=await ask('/');
  const chosen=session.value;
  session.replaceChildren(...['',...overview.sessions].map((name)=>new Option(name===''?'none':name,name,false,name===chosen)));
  const {services}=await ask('/faults');
  const rules=services.flatMap(({path,faults})=>faults.map((rule)=>path+' '+JSON.stringify(rule)));
  at('faults').hidden=rules.length===0;at('rules').textContent=rules.join(', ');
  const news=(await Promise.all(overview.services.map(({path})=>
    ask('/journal?service='+encodeURIComponent(path===''?'/':path)+'&after='+(last.get(path)??0))))).flatMap((answer)=>answer.entries);
  for(const {service,number} of news)last.set(service,Math.max(number,last.get(service)??0));
  if(news.length===0&&entries.length>0)return;
  entries=[...news.reverse(),...entries].sort((a,b)=>b.time.localeCompare(a.time)).slice(0,1000);
  draw()}
const again=()=>look().catch((error)=>{shown.textContent=error.message});
const anew=()=>{entries=[];last=new Map();return again()};
session.addEventListener('change',anew);
search.addEventListener('input',draw);
which.addEventListener('change',draw);
at('clear').addEventListener('click',()=>ask('/journal','DELETE').then(anew));
at('reset').addEventListener('click',()=>ask('/reset','POST').then(again));
at('heal').addEventListener('click',()=>ask('/faults','DELETE').then(again));
setInterval(()=>{if(live.checked&&!document.hidden)again()},1500);
again();
`;
