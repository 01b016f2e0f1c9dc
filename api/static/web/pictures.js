import{a,b,c,d}from"./chunk-FTAAUIZC.js";import"./chunk-YSTISMR6.js";export{a as KINDS,b as TITLES,c as drawInto,d as redrawWhenResized};
